// Two rings in one ring_buffer, discarded records, records that wrap, consume_n, and a callback that says stop.
#include "rings.skel.h"
#include "tests/conformance/libbpf/program.h"

struct record {
  unsigned long long number;
  char text[24];
};

static unsigned long long last[2], records[2], sum;

static int on_record(void* context, void* data, size_t size) {
  const int ring = *(const int*)context;
  const struct record* record = data;
  if (size != sizeof(*record) || (records[ring] && record->number <= last[ring])) return -EIO;
  last[ring] = record->number;
  ++records[ring];
  sum += record->number;
  return record->number == 12 ? -ECANCELED : 0;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  static const int kEven = 0, kOdd = 1;
  struct rings_bpf* skel = rings_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (rings_bpf__load(skel) || rings_bpf__attach(skel)) return failed("load");
  struct ring_buffer* rings = ring_buffer__new(bpf_map__fd(skel->maps.even), on_record, (void*)&kEven, NULL);
  if (!rings || ring_buffer__add(rings, bpf_map__fd(skel->maps.odd), on_record, (void*)&kOdd)) return failed("ring");
  printf("sizes %zu %zu, third %d\n", ring__size(ring_buffer__ring(rings, 0)), ring__size(ring_buffer__ring(rings, 1)),
         ring_buffer__ring(rings, 2) ? 0 : errno);
  say_ready();
  int cancelled = 0;
  // Of each ten numbers eight arrive; the workload waits for us now and then, so that nothing is lost.
  while ((long)(records[0] + records[1]) < expected && !stopping) {
    int n = ring_buffer__poll(rings, 100);
    if (n == -ECANCELED) ++cancelled, n = 0;
    if (n < 0 && n != -EINTR) return errno = -n, failed("poll");
    n = ring_buffer__consume_n(rings, 3);
    if (n == -ECANCELED) ++cancelled;
    else if (n > 3) return failed("consume_n");
  }
  struct ring* even = ring_buffer__ring(rings, 0);
  printf("even %llu to %llu, odd %llu to %llu, sum %llu, cancelled %d, left %zu\n", records[0], last[0], records[1],
         last[1], sum, cancelled, ring__avail_data_size(even));
  printf("consumer at %lu, producer at %lu\n", ring__consumer_pos(even), ring__producer_pos(even));
  ring_buffer__free(rings);
  rings_bpf__destroy(skel);
  return 0;
}
