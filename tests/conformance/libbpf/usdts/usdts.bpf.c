// The argument of a static probe.
#include "tests/conformance/libbpf/tagged.bpf.h"

#include <linux/ptrace.h>
#include <stdbool.h>

#include <bpf/bpf_tracing.h>
#include <bpf/usdt.bpf.h>

long long calls = 0;
long long sum = 0;
long long cookies = 0;

SEC("usdt")
int probe(struct pt_regs* ctx) {
  long number;
  if (!is_tagged() || bpf_usdt_arg(ctx, 0, &number)) return 0;
  sum += number;
  cookies += bpf_usdt_cookie(ctx);
  __sync_fetch_and_add(&calls, 1);
  return 0;
}
