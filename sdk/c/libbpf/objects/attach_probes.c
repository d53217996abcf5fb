// Attaching to functions of the kernel and of programs.
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

// Flags of probes by lists, as the host takes them.
enum { kReturn = 1, kSession = 2, kUnique = 4 };

struct bpf_link* bpf_program__attach_kprobe_opts(const struct bpf_program* program, const char* function,
                                                 const struct bpf_kprobe_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_kprobe_opts(
      program->handle, waggle_at(function), WAGGLE_OPTION(options, offset, 0), WAGGLE_OPTION(options, bpf_cookie, 0),
      WAGGLE_OPTION(options, retprobe, false), WAGGLE_OPTION(options, attach_mode, PROBE_ATTACH_MODE_DEFAULT)));
}
struct bpf_link* bpf_program__attach_kprobe(const struct bpf_program* program, bool retprobe, const char* function) {
  const struct bpf_kprobe_opts options = {.sz = sizeof options, .retprobe = retprobe};
  return bpf_program__attach_kprobe_opts(program, function, &options);
}

struct bpf_link* bpf_program__attach_ksyscall(const struct bpf_program* program, const char* name,
                                              const struct bpf_ksyscall_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_ksyscall(program->handle, waggle_at(name),
                                                         WAGGLE_OPTION(options, bpf_cookie, 0),
                                                         WAGGLE_OPTION(options, retprobe, false)));
}

struct bpf_link* bpf_program__attach_uprobe_opts(const struct bpf_program* program, pid_t pid, const char* path,
                                                 size_t offset, const struct bpf_uprobe_opts* options) {
  if (!WAGGLE_VALID(options) || !path) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_uprobe_opts(
      program->handle, pid, waggle_at(path), offset, waggle_at(WAGGLE_OPTION(options, func_name, NULL)),
      WAGGLE_OPTION(options, ref_ctr_offset, 0), WAGGLE_OPTION(options, bpf_cookie, 0),
      WAGGLE_OPTION(options, retprobe, false), WAGGLE_OPTION(options, attach_mode, PROBE_ATTACH_MODE_DEFAULT)));
}
struct bpf_link* bpf_program__attach_uprobe(const struct bpf_program* program, bool retprobe, pid_t pid,
                                            const char* path, size_t offset) {
  const struct bpf_uprobe_opts options = {.sz = sizeof options, .retprobe = retprobe};
  return bpf_program__attach_uprobe_opts(program, pid, path, offset, &options);
}

struct bpf_link* bpf_program__attach_usdt(const struct bpf_program* program, pid_t pid, const char* path,
                                          const char* provider, const char* name, const struct bpf_usdt_opts* options) {
  if (!WAGGLE_VALID(options) || !path || !provider || !name) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_usdt(program->handle, pid, waggle_at(path), waggle_at(provider),
                                                     waggle_at(name), WAGGLE_OPTION(options, usdt_cookie, 0)));
}

// Texts one behind the other, each with its zero byte, as the host takes many. NULL for none, or without memory.
static char* joined(const char* const* texts, size_t count, size_t* size) {
  *size = 0;
  if (!texts) return NULL;
  for (size_t i = 0; i < count; ++i) *size += strlen(texts[i]) + 1;
  char *all = malloc(*size ? *size : 1), *at = all;
  for (size_t i = 0; all && i < count; ++i) at = stpcpy(at, texts[i]) + 1;
  return all;
}

static uint32_t size_of(const void* numbers, size_t count) {
  return numbers ? waggle_u32(count * sizeof(uint64_t)) : 0;
}

struct bpf_link* bpf_program__attach_kprobe_multi_opts(const struct bpf_program* program, const char* pattern,
                                                       const struct bpf_kprobe_multi_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const char** symbols = WAGGLE_OPTION(options, syms, NULL);
  const unsigned long* addresses = WAGGLE_OPTION(options, addrs, NULL);
  const __u64* cookies = WAGGLE_OPTION(options, cookies, NULL);
  const size_t count = WAGGLE_OPTION(options, cnt, 0);
  if (pattern ? symbols || addresses || cookies || count : !count || !symbols == !addresses)
    return waggle_no_object(-EINVAL);
  size_t size;
  char* names = joined(symbols, count, &size);
  if (symbols && !names) return NULL;
  const uint32_t flags = (WAGGLE_OPTION(options, retprobe, false) ? kReturn : 0) |
                         (WAGGLE_OPTION(options, session, false) ? kSession : 0) |
                         (WAGGLE_OPTION(options, unique_match, false) ? kUnique : 0);
  const int64_t handle = waggle_bpf_program__attach_kprobe_multi_opts(
      program->handle, waggle_at(pattern), waggle_at(names), waggle_u32(size), waggle_at(addresses),
      size_of(addresses, count), waggle_at(cookies), size_of(cookies, count), flags);
  free(names);
  return waggle_link(handle);
}

struct bpf_link* bpf_program__attach_uprobe_multi(const struct bpf_program* program, pid_t pid, const char* path,
                                                  const char* pattern, const struct bpf_uprobe_multi_opts* options) {
  if (!WAGGLE_VALID(options) || !path) return waggle_no_object(-EINVAL);
  const char** symbols = WAGGLE_OPTION(options, syms, NULL);
  const unsigned long* offsets = WAGGLE_OPTION(options, offsets, NULL);
  const unsigned long* counters = WAGGLE_OPTION(options, ref_ctr_offsets, NULL);
  const __u64* cookies = WAGGLE_OPTION(options, cookies, NULL);
  const size_t count = WAGGLE_OPTION(options, cnt, 0);
  if (pattern ? symbols || offsets || counters || cookies || count : !count || !symbols == !offsets)
    return waggle_no_object(-EINVAL);
  size_t size;
  char* names = joined(symbols, count, &size);
  if (symbols && !names) return NULL;
  const uint32_t flags =
      (WAGGLE_OPTION(options, retprobe, false) ? kReturn : 0) | (WAGGLE_OPTION(options, session, false) ? kSession : 0);
  const int64_t handle = waggle_bpf_program__attach_uprobe_multi(
      program->handle, pid, waggle_at(path), waggle_at(pattern), waggle_at(names), waggle_u32(size), waggle_at(offsets),
      size_of(offsets, count), waggle_at(counters), size_of(counters, count), waggle_at(cookies),
      size_of(cookies, count), flags);
  free(names);
  return waggle_link(handle);
}
