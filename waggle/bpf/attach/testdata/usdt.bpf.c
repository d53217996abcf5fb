/* Programs on a statically defined probe. */
#include <linux/ptrace.h>
#include <stdbool.h>

#include "count.h"

#include <bpf/bpf_tracing.h>
#include <bpf/usdt.bpf.h>

SEC("usdt")
int BPF_USDT(on_usdt, int answer) {
  if (answer == 42) hit_if_mine();
  return 0;
}

SEC("usdt//proc/self/exe:waggle_test:probe")
int BPF_USDT(on_named_usdt, int answer) {
  if (answer == 42) hit_if_mine();
  return 0;
}
