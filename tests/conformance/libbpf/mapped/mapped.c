// A map's memory by mmap(2) of its descriptor, and by bpf_map_lookup_elem: the same.
#include <sys/mman.h>

#include "mapped.skel.h"
#include "tests/conformance/libbpf/program.h"

enum { kEntries = 1000 };

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct mapped_bpf* skel = mapped_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (mapped_bpf__load(skel) || mapped_bpf__attach(skel)) return failed("load");
  const int map = bpf_map__fd(skel->maps.counts);
  const size_t size = kEntries * sizeof(long long);
  volatile long long* counts = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
  if (counts == MAP_FAILED) return failed("mmap");
  counts[50] = 4711;
  say_ready();
  while (counts[0] < expected && !stopping) usleep(1000);

  const __u32 key = 50;
  long long written = 0, sum = 0;
  if (bpf_map_lookup_elem(map, &key, &written)) return failed("lookup");
  for (int i = 100; i < kEntries; ++i) sum += counts[i];
  printf("calls %lld, sum %lld, written %lld\n", counts[0], sum, written);
  printf("unmapped: %d\n", munmap((void*)counts, size));
  void* again = mmap(NULL, size, PROT_READ, MAP_SHARED, map, 0);
  printf("mapped again: %d, %lld\n", again != MAP_FAILED, ((volatile long long*)again)[50]);
  mapped_bpf__destroy(skel);
  return 0;
}
