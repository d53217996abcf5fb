// Programs by descriptor: attached, linked, iterated, and run on data of one's own.
#include <bpf/bpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

int bpf_prog_attach_opts(int program, int target, enum bpf_attach_type type,
                         const struct bpf_prog_attach_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  const struct waggle_place place = {
      .flags = WAGGLE_OPTION(options, flags, 0),
      .replace_fd = (uint32_t)WAGGLE_OPTION(options, replace_fd, 0),
      .relative_fd = (uint32_t)WAGGLE_OPTION(options, relative_fd, 0),
      .relative_id = WAGGLE_OPTION(options, relative_id, 0),
      .expected_revision = WAGGLE_OPTION(options, expected_revision, 0),
  };
  return waggle_answer(waggle_bpf_prog_attach_opts(program, target, type, waggle_at(&place)));
}
int bpf_prog_attach(int program, int target, enum bpf_attach_type type, unsigned int flags) {
  const struct bpf_prog_attach_opts options = {.sz = sizeof options, .flags = flags};
  return bpf_prog_attach_opts(program, target, type, &options);
}

int bpf_prog_detach_opts(int program, int target, enum bpf_attach_type type,
                         const struct bpf_prog_detach_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  const struct waggle_place place = {
      .flags = WAGGLE_OPTION(options, flags, 0),
      .relative_fd = (uint32_t)WAGGLE_OPTION(options, relative_fd, 0),
      .relative_id = WAGGLE_OPTION(options, relative_id, 0),
      .expected_revision = WAGGLE_OPTION(options, expected_revision, 0),
  };
  return waggle_answer(waggle_bpf_prog_detach_opts(program, target, type, waggle_at(&place)));
}
int bpf_prog_detach2(int program, int target, enum bpf_attach_type type) {
  return bpf_prog_detach_opts(program, target, type, NULL);
}
int bpf_prog_detach(int target, enum bpf_attach_type type) { return bpf_prog_detach_opts(0, target, type, NULL); }

int bpf_prog_query_opts(int target, enum bpf_attach_type type, struct bpf_prog_query_opts* options) {
  if (!options || !WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  struct waggle_prog_query query = {.query_flags = WAGGLE_OPTION(options, query_flags, 0),
                                    .count = WAGGLE_OPTION(options, count, 0)};
  const int error = waggle_bpf_prog_query_opts(
      target, type, waggle_at(&query), waggle_at(WAGGLE_OPTION(options, prog_ids, NULL)),
      waggle_at(WAGGLE_OPTION(options, prog_attach_flags, NULL)), waggle_at(WAGGLE_OPTION(options, link_ids, NULL)),
      waggle_at(WAGGLE_OPTION(options, link_attach_flags, NULL)));
  if (WAGGLE_HAS(options, attach_flags)) options->attach_flags = query.attach_flags;
  if (WAGGLE_HAS(options, count)) options->count = query.count;
  if (WAGGLE_HAS(options, revision)) options->revision = query.revision;
  return waggle_answer(error);
}
int bpf_prog_query(int target, enum bpf_attach_type type, __u32 query_flags, __u32* attach_flags, __u32* ids,
                   __u32* count) {
  struct bpf_prog_query_opts options = {
      .sz = sizeof options, .query_flags = query_flags, .prog_ids = ids, .prog_cnt = *count};
  const int error = bpf_prog_query_opts(target, type, &options);
  if (attach_flags) *attach_flags = options.attach_flags;
  *count = options.prog_cnt;
  return error;
}

// The member of the union that counts is told by the attach type.
static struct waggle_link_create link_options(enum bpf_attach_type type, const struct bpf_link_create_opts* options) {
  struct waggle_link_create given = {.flags = WAGGLE_OPTION(options, flags, 0),
                                     .target_btf_id = WAGGLE_OPTION(options, target_btf_id, 0)};
  switch (type) {
    case BPF_PERF_EVENT: given.cookie = WAGGLE_OPTION(options, perf_event.bpf_cookie, 0); break;
    case BPF_TRACE_FENTRY:
    case BPF_TRACE_FEXIT:
    case BPF_MODIFY_RETURN:
    case BPF_LSM_MAC:
    case BPF_TRACE_RAW_TP: given.cookie = WAGGLE_OPTION(options, tracing.cookie, 0); break;
    case BPF_NETFILTER:
      given.pf = WAGGLE_OPTION(options, netfilter.pf, 0);
      given.hooknum = WAGGLE_OPTION(options, netfilter.hooknum, 0);
      given.priority = WAGGLE_OPTION(options, netfilter.priority, 0);
      given.netfilter_flags = WAGGLE_OPTION(options, netfilter.flags, 0);
      break;
    default:  // tcx, netkit and cgroup are the same members
      given.relative_fd = WAGGLE_OPTION(options, tcx.relative_fd, 0);
      given.relative_id = WAGGLE_OPTION(options, tcx.relative_id, 0);
      given.expected_revision = WAGGLE_OPTION(options, tcx.expected_revision, 0);
  }
  return given;
}

int bpf_link_create(int program, int target, enum bpf_attach_type type, const struct bpf_link_create_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  if (type == BPF_TRACE_KPROBE_MULTI || type == BPF_TRACE_KPROBE_SESSION || type == BPF_TRACE_UPROBE_MULTI)
    return waggle_answer(-EOPNOTSUPP);  // bpf_program__attach_kprobe_multi_opts and _uprobe_multi do this
  const struct waggle_link_create given = link_options(type, options);
  return waggle_answer(waggle_bpf_link_create(program, target, type, waggle_at(&given),
                                              waggle_at(WAGGLE_OPTION(options, iter_info, NULL)),
                                              WAGGLE_OPTION(options, iter_info_len, 0)));
}

int bpf_link_detach(int link) { return waggle_answer(waggle_bpf_link_detach(link)); }

int bpf_link_update(int link, int program, const struct bpf_link_update_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_link_update(link, program, WAGGLE_OPTION(options, flags, 0),
                                              WAGGLE_OPTION(options, old_prog_fd, 0),
                                              WAGGLE_OPTION(options, old_map_fd, 0)));
}

int bpf_iter_create(int link) { return waggle_answer(waggle_bpf_iter_create(link)); }

int bpf_raw_tracepoint_open_opts(int program, struct bpf_raw_tp_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_raw_tracepoint_open_opts(program, waggle_at(WAGGLE_OPTION(options, tp_name, NULL)),
                                                           WAGGLE_OPTION(options, cookie, 0)));
}
int bpf_raw_tracepoint_open(const char* name, int program) {
  struct bpf_raw_tp_opts options = {.sz = sizeof options, .tp_name = name};
  return bpf_raw_tracepoint_open_opts(program, &options);
}

int bpf_prog_test_run_opts(int program, struct bpf_test_run_opts* options) {
  if (!options || !WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  struct waggle_test_run run = {.repeat = (uint32_t)WAGGLE_OPTION(options, repeat, 0),
                                .flags = WAGGLE_OPTION(options, flags, 0),
                                .cpu = WAGGLE_OPTION(options, cpu, 0),
                                .batch_size = WAGGLE_OPTION(options, batch_size, 0)};
  const int error = waggle_bpf_prog_test_run_opts(
      program, waggle_at(&run), waggle_at(WAGGLE_OPTION(options, data_in, NULL)),
      WAGGLE_OPTION(options, data_size_in, 0), waggle_at(WAGGLE_OPTION(options, data_out, NULL)),
      WAGGLE_OPTION(options, data_size_out, 0), waggle_at(WAGGLE_OPTION(options, ctx_in, NULL)),
      WAGGLE_OPTION(options, ctx_size_in, 0), waggle_at(WAGGLE_OPTION(options, ctx_out, NULL)),
      WAGGLE_OPTION(options, ctx_size_out, 0));
  if (WAGGLE_HAS(options, data_size_out)) options->data_size_out = run.data_size_out;
  if (WAGGLE_HAS(options, ctx_size_out)) options->ctx_size_out = run.ctx_size_out;
  if (WAGGLE_HAS(options, retval)) options->retval = run.retval;
  if (WAGGLE_HAS(options, duration)) options->duration = run.duration;
  return waggle_answer(error);
}

int bpf_prog_stream_read(int program, __u32 stream, void* text, __u32 size, struct bpf_prog_stream_read_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return waggle_answer(waggle_bpf_prog_stream_read(program, stream, waggle_at(text), size));
}
