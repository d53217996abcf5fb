// A consumer's position that is anywhere harms that one consumer: no crash, no endless loop, and the other ring is
// well.
#include <sys/mman.h>

#include "tests/conformance/libbpf/program.h"
#include "wild.skel.h"

static long seen[2];

static int on_record(void* context, void* data, size_t size) {
  (void)data;
  if (size != 8) return -EIO;
  ++seen[*(const int*)context];
  return 0;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  static const int kMistreated = 0, kOther = 1;
  struct wild_bpf* skel = wild_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (wild_bpf__load(skel) || wild_bpf__attach(skel)) return failed("load");
  const int map = bpf_map__fd(skel->maps.mistreated);
  struct ring_buffer* first = ring_buffer__new(map, on_record, (void*)&kMistreated, NULL);
  struct ring_buffer* second = ring_buffer__new(bpf_map__fd(skel->maps.other), on_record, (void*)&kOther, NULL);
  volatile unsigned long* position = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
  if (!first || !second || position == MAP_FAILED) return failed("rings");
  static const unsigned long kWild[] = {8, 4096, 1ul << 31, 1ul << 40, -8ul, 1ul << 63};
  for (size_t i = 0; i < sizeof(kWild) / sizeof(kWild[0]); ++i) {
    *position = kWild[i];
    printf("at %lx: %d %d, available %lx\n", kWild[i], ring_buffer__consume(first), ring_buffer__poll(first, 1),
           ring__avail_data_size(ring_buffer__ring(first, 0)));
  }
  *position = 0;
  say_ready();
  while (*(volatile unsigned long long*)&skel->bss->calls < (unsigned long)expected && !stopping) usleep(1000);
  printf("again: %d\n", ring_buffer__consume(first));
  *position = 1ul << 40;
  printf("of the other ring: %d\n", ring_buffer__consume(second));
  printf("seen %ld %ld\n", seen[0], seen[1]);
  ring_buffer__free(first);
  ring_buffer__free(second);
  wild_bpf__destroy(skel);
  return 0;
}
