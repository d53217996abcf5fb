// Arguments and results of a function of another program, attached by its file.
#include "tests/conformance/libbpf/tagged.bpf.h"

#include <linux/ptrace.h>

#include <bpf/bpf_tracing.h>

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 65536);
} events SEC(".maps");

struct event {
  __u64 cookie;
  __s64 value;
};

static __always_inline int report(void* ctx, __s64 value) {
  if (!is_tagged()) return 0;
  struct event event = {bpf_get_attach_cookie(ctx), value};
  bpf_ringbuf_output(&events, &event, sizeof(event), 0);
  return 0;
}

SEC("uprobe")
int entry(struct pt_regs* ctx) { return report(ctx, (int)PT_REGS_PARM1(ctx)); }

SEC("uretprobe")
int result(struct pt_regs* ctx) { return report(ctx, (int)PT_REGS_RC(ctx)); }
