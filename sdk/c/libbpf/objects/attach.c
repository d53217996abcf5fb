// Attaching programs of objects. Options structures are read here, by their size; the host gets what they say.
#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/results.h"

struct bpf_link* bpf_program__attach(const struct bpf_program* program) {
  return waggle_link(waggle_bpf_program__attach(program->handle));
}

struct bpf_link* bpf_program__attach_perf_event_opts(const struct bpf_program* program, int event,
                                                     const struct bpf_perf_event_opts* options) {
  if (!WAGGLE_VALID(options) || event < 0) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_perf_event_opts(
      program->handle, event, WAGGLE_OPTION(options, bpf_cookie, 0), WAGGLE_OPTION(options, force_ioctl_attach, false),
      WAGGLE_OPTION(options, dont_enable, false)));
}
struct bpf_link* bpf_program__attach_perf_event(const struct bpf_program* program, int event) {
  return bpf_program__attach_perf_event_opts(program, event, NULL);
}

struct bpf_link* bpf_program__attach_tracepoint_opts(const struct bpf_program* program, const char* category,
                                                     const char* name, const struct bpf_tracepoint_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_tracepoint_opts(program->handle, waggle_at(category), waggle_at(name),
                                                                WAGGLE_OPTION(options, bpf_cookie, 0)));
}
struct bpf_link* bpf_program__attach_tracepoint(const struct bpf_program* program, const char* category,
                                                const char* name) {
  return bpf_program__attach_tracepoint_opts(program, category, name, NULL);
}

struct bpf_link* bpf_program__attach_raw_tracepoint_opts(const struct bpf_program* program, const char* name,
                                                         struct bpf_raw_tracepoint_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_raw_tracepoint_opts(program->handle, waggle_at(name),
                                                                    WAGGLE_OPTION(options, cookie, 0)));
}
struct bpf_link* bpf_program__attach_raw_tracepoint(const struct bpf_program* program, const char* name) {
  return bpf_program__attach_raw_tracepoint_opts(program, name, NULL);
}

struct bpf_link* bpf_program__attach_trace_opts(const struct bpf_program* program,
                                                const struct bpf_trace_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_trace_opts(program->handle, WAGGLE_OPTION(options, cookie, 0)));
}
struct bpf_link* bpf_program__attach_trace(const struct bpf_program* program) {
  return bpf_program__attach_trace_opts(program, NULL);
}

struct bpf_link* bpf_program__attach_lsm(const struct bpf_program* program) {
  return waggle_link(waggle_bpf_program__attach_lsm(program->handle));
}

struct bpf_link* bpf_program__attach_freplace(const struct bpf_program* program, int target, const char* function) {
  return waggle_link(waggle_bpf_program__attach_freplace(program->handle, target, waggle_at(function)));
}

struct bpf_link* bpf_program__attach_iter(const struct bpf_program* program,
                                          const struct bpf_iter_attach_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  return waggle_link(waggle_bpf_program__attach_iter(
      program->handle, waggle_at(WAGGLE_OPTION(options, link_info, NULL)), WAGGLE_OPTION(options, link_info_len, 0)));
}
