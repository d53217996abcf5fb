// Traffic control filters and XDP programs that are attached by interface.
#include <bpf/libbpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

static struct waggle_tc_hook hook_of(const struct bpf_tc_hook* hook) {
  return (struct waggle_tc_hook){
      .ifindex = WAGGLE_OPTION(hook, ifindex, 0),
      .attach_point = WAGGLE_OPTION(hook, attach_point, 0),
      .parent = WAGGLE_OPTION(hook, parent, 0),
      .handle = WAGGLE_OPTION(hook, handle, 0),
  };
}

int bpf_tc_hook_create(struct bpf_tc_hook* hook) {
  if (!hook || !WAGGLE_VALID(hook)) return waggle_answer(-EINVAL);
  const struct waggle_tc_hook given = hook_of(hook);
  return done(waggle_bpf_tc_hook_create(waggle_at(&given), waggle_at(WAGGLE_OPTION(hook, qdisc, NULL))));
}

int bpf_tc_hook_destroy(struct bpf_tc_hook* hook) {
  if (!hook || !WAGGLE_VALID(hook)) return waggle_answer(-EINVAL);
  const struct waggle_tc_hook given = hook_of(hook);
  return done(waggle_bpf_tc_hook_destroy(waggle_at(&given), waggle_at(WAGGLE_OPTION(hook, qdisc, NULL))));
}

static struct waggle_tc filter_of(const struct bpf_tc_opts* options) {
  return (struct waggle_tc){
      .prog_fd = (uint32_t)WAGGLE_OPTION(options, prog_fd, 0),
      .flags = WAGGLE_OPTION(options, flags, 0),
      .prog_id = WAGGLE_OPTION(options, prog_id, 0),
      .handle = WAGGLE_OPTION(options, handle, 0),
      .priority = WAGGLE_OPTION(options, priority, 0),
  };
}

static void answer_filter(struct bpf_tc_opts* options, const struct waggle_tc* filter) {
  if (WAGGLE_HAS(options, prog_id)) options->prog_id = filter->prog_id;
  if (WAGGLE_HAS(options, handle)) options->handle = filter->handle;
  if (WAGGLE_HAS(options, priority)) options->priority = filter->priority;
}

static int are_valid(const struct bpf_tc_hook* hook, const struct bpf_tc_opts* options) {
  return hook && options && WAGGLE_VALID(hook) && WAGGLE_VALID(options);
}

int bpf_tc_attach(const struct bpf_tc_hook* hook, struct bpf_tc_opts* options) {
  if (!are_valid(hook, options)) return waggle_answer(-EINVAL);
  const struct waggle_tc_hook given = hook_of(hook);
  struct waggle_tc filter = filter_of(options);
  const int error =
      waggle_bpf_tc_attach(waggle_at(&given), waggle_at(WAGGLE_OPTION(hook, qdisc, NULL)), waggle_at(&filter));
  if (!error) answer_filter(options, &filter);
  return done(error);
}

int bpf_tc_detach(const struct bpf_tc_hook* hook, const struct bpf_tc_opts* options) {
  if (!are_valid(hook, options)) return waggle_answer(-EINVAL);
  const struct waggle_tc_hook given = hook_of(hook);
  const struct waggle_tc filter = filter_of(options);
  return done(waggle_bpf_tc_detach(waggle_at(&given), waggle_at(WAGGLE_OPTION(hook, qdisc, NULL)), waggle_at(&filter)));
}

int bpf_tc_query(const struct bpf_tc_hook* hook, struct bpf_tc_opts* options) {
  if (!are_valid(hook, options)) return waggle_answer(-EINVAL);
  const struct waggle_tc_hook given = hook_of(hook);
  struct waggle_tc filter = filter_of(options);
  const int error =
      waggle_bpf_tc_query(waggle_at(&given), waggle_at(WAGGLE_OPTION(hook, qdisc, NULL)), waggle_at(&filter));
  if (!error) answer_filter(options, &filter);
  return done(error);
}

int bpf_xdp_attach(int ifindex, int program, __u32 flags, const struct bpf_xdp_attach_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return done(waggle_bpf_xdp_attach(ifindex, program, flags, WAGGLE_OPTION(options, old_prog_fd, 0)));
}

int bpf_xdp_detach(int ifindex, __u32 flags, const struct bpf_xdp_attach_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  return done(waggle_bpf_xdp_detach(ifindex, flags, WAGGLE_OPTION(options, old_prog_fd, 0)));
}

int bpf_xdp_query(int ifindex, int flags, struct bpf_xdp_query_opts* options) {
  if (!options || !WAGGLE_VALID(options)) return waggle_answer(-EINVAL);
  struct waggle_xdp_query found = {0};
  const int error = done(waggle_bpf_xdp_query(ifindex, flags, waggle_at(&found)));
  if (error) return error;
  if (WAGGLE_HAS(options, prog_id)) options->prog_id = found.prog_id;
  if (WAGGLE_HAS(options, drv_prog_id)) options->drv_prog_id = found.drv_prog_id;
  if (WAGGLE_HAS(options, hw_prog_id)) options->hw_prog_id = found.hw_prog_id;
  if (WAGGLE_HAS(options, skb_prog_id)) options->skb_prog_id = found.skb_prog_id;
  if (WAGGLE_HAS(options, attach_mode)) options->attach_mode = (__u8)found.attach_mode;
  if (WAGGLE_HAS(options, feature_flags)) options->feature_flags = found.feature_flags;
  if (WAGGLE_HAS(options, xdp_zc_max_segs)) options->xdp_zc_max_segs = found.xdp_zc_max_segs;
  return 0;
}

int bpf_xdp_query_id(int ifindex, int flags, __u32* id) {
  struct bpf_xdp_query_opts options = {.sz = sizeof options};
  const int error = bpf_xdp_query(ifindex, flags, &options);
  if (error) return error;
  const __u32 mode = (__u32)flags & 14;  // XDP_FLAGS_MODES of linux/if_link.h: SKB 2, DRV 4, HW 8
  if (mode == 2) *id = options.skb_prog_id;
  else if (mode == 4) *id = options.drv_prog_id;
  else if (mode == 8) *id = options.hw_prog_id;
  else *id = options.prog_id;
  return 0;
}
