// What a look-up in an array map costs.
#include <bpf/bpf.h>

#include "bench.h"
#include "flood.h"
#include "flood.skel.h"

enum { kLookups = 200000 };

int main(void) {
  struct flood_bpf* skel = flood_bpf__open_and_load();
  if (!skel) return 1;
  const int map = bpf_map__fd(skel->maps.counts);
  const __u32 key = 0;
  struct flood_counts value;
  unsigned long long start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  for (int i = 0; i < kLookups; ++i)
    if (bpf_map_lookup_elem(map, &key, &value)) return 1;
  say("map_ns", (double)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - start) / kLookups);
  flood_bpf__destroy(skel);
  return 0;
}
