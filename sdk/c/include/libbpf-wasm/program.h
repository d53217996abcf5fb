// Programs and links: which programs load, and attaching them, each by its section or to a target
// in words: "eth0" (xdp), "eth0:ingress" (tc), "/sys/fs/cgroup/x" (cgroup kinds),
// "/bin/bash:readline" (uprobe); docs/guide/writing-a-guest.md has the grammar of every kind.
#ifndef LIBBPF_WASM_PROGRAM_H
#define LIBBPF_WASM_PROGRAM_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "autoload.h"
#include "error.h"
#include "types.h"

static inline const char* bpf_program__name(const struct bpf_program* prog) { return prog->name; }

static inline const char* bpf_program__section_name(const struct bpf_program* prog) { return prog->section; }

static inline bool bpf_program__autoload(const struct bpf_program* prog) { return prog->autoload; }

// Before load only. A program is loaded by default unless its section begins with '?'.
static inline int bpf_program__set_autoload(struct bpf_program* prog, bool autoload) {
  if (prog->obj_ptr) return libbpf_wasm__result(-EINVAL);
  prog->autoload = autoload;
  prog->object->load_chosen = libbpf_wasm__load_chosen;
  return 0;
}

static inline bool bpf_program__autoattach(const struct bpf_program* prog) { return prog->autoattach; }

// Whether bpf_object__attach_skeleton() attaches it.
static inline void bpf_program__set_autoattach(struct bpf_program* prog, bool autoattach) {
  prog->autoattach = autoattach;
}

// What bpf_program__attach() and bpf_object__attach_skeleton() attach it to, instead of what its
// section says; NULL or "" takes that back. ENOMEM leaves the earlier target.
static inline int bpf_set_prog_attach_target(struct bpf_program* prog, const char* attach_target) {
  size_t size = attach_target && attach_target[0] ? strlen(attach_target) + 1 : 0;
  char* copy = size ? (char*)malloc(size) : NULL;
  if (size && !copy) return libbpf_wasm__result(-ENOMEM);
  if (size) memcpy(copy, attach_target, size);
  free(prog->attach_target);
  prog->attach_target = copy;
  return 0;
}

static inline struct bpf_link* libbpf_wasm__new_link(struct bpf_program* prog, int host_result) {
  if (libbpf_wasm__host_result(host_result) < 0) return NULL;
  struct bpf_link* link = (struct bpf_link*)calloc(1, sizeof(*link));
  if (link) link->program = prog;
  return link;
}

static inline bool libbpf_wasm__attachable(const struct bpf_program* prog) {
  if (prog->obj_ptr && prog->autoload) return true;
  errno = EINVAL;
  return false;
}

// NULL or "": as the section says. The same program may be attached to several targets.
static inline struct bpf_link* bpf_program__attach_target(struct bpf_program* prog, const char* target) {
  if (!libbpf_wasm__attachable(prog)) return NULL;
  return libbpf_wasm__new_link(prog, wasm_attach_bpf_program(prog->obj_ptr, prog->name, target ? target : ""));
}

static inline struct bpf_link* bpf_program__attach(struct bpf_program* prog) {
  return bpf_program__attach_target(prog, prog->attach_target);
}

// cgroup_fd: a folder of a cgroup2 file system, opened by the guest.
static inline struct bpf_link* bpf_program__attach_cgroup(struct bpf_program* prog, int cgroup_fd) {
  if (!libbpf_wasm__attachable(prog)) return NULL;
  return libbpf_wasm__new_link(prog, wasm_attach_bpf_program_fd(prog->obj_ptr, prog->name, cgroup_fd));
}

__attribute__((format(printf, 2, 3))) static inline struct bpf_link* libbpf_wasm__attach_format(
    struct bpf_program* prog, const char* format, ...) {
  char target[4096];  // the longest string the host takes
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(target, sizeof(target), format, arguments);
  va_end(arguments);
  if (length >= 0 && length < (int)sizeof(target)) return bpf_program__attach_target(prog, target);
  errno = ENAMETOOLONG;
  return NULL;
}

static inline struct bpf_link* bpf_program__attach_tracepoint(struct bpf_program* prog, const char* category,
                                                              const char* name) {
  return libbpf_wasm__attach_format(prog, "%s:%s", category, name);
}

static inline struct bpf_link* bpf_program__attach_raw_tracepoint(struct bpf_program* prog, const char* name) {
  return bpf_program__attach_target(prog, name);
}

struct bpf_usdt_opts;  // the cookie has no way to the host; pass NULL

// pid: -1 for every process.
static inline struct bpf_link* bpf_program__attach_usdt(struct bpf_program* prog, int pid, const char* binary_path,
                                                        const char* provider, const char* name,
                                                        const struct bpf_usdt_opts* opts) {
  (void)opts;
  if (pid < 0) return libbpf_wasm__attach_format(prog, "%s:%s:%s", binary_path, provider, name);
  return libbpf_wasm__attach_format(prog, "%s:%s:%s,pid=%d", binary_path, provider, name, pid);
}

// Frees the link. EOPNOTSUPP says that the program stays attached: only closing its object detaches.
static inline int bpf_link__destroy(struct bpf_link* link) {
  if (!link) return 0;
  free(link);
  return libbpf_wasm__result(-EOPNOTSUPP);
}

#endif
