// What the callback of a ring buffer costs: each line of input says that the ring has been filled
// while nobody polled; then it is drained, and the processor time of one record is printed.
// usage: ring PRODUCER
#include <stdlib.h>

#include "bench.h"
#include "flood.h"
#include "flood.skel.h"

static unsigned long long next;  // the number of the record that is due

static int on_record(void* ctx, void* data, size_t size) {
  const struct flood_event* event = data;
  (void)ctx, (void)size;
  return event->number == next++ ? 0 : -1;
}

static void drain(struct ring_buffer* ring) {
  const unsigned long long first = next;
  unsigned long long start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  const int consumed = ring_buffer__consume(ring);
  unsigned long long used = clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
  if (consumed <= 0 || next != first + consumed) exit(1);
  say("ring_ns", (double)used / consumed);
}

int main(int argc, char** argv) {
  struct flood_bpf* skel = flood_bpf__open();
  if (!skel || argc != 2) return 2;
  skel->rodata->producer = thread_name(argv[1]);
  if (flood_bpf__load(skel) || flood_bpf__attach(skel)) return 1;
  struct ring_buffer* ring = ring_buffer__new(bpf_map__fd(skel->maps.ring), on_record, NULL, NULL);
  if (!ring) return 1;
  say("attached", 1);
  for (int c; (c = getchar()) != EOF;)
    if (c == '\n') drain(ring);
  ring_buffer__free(ring);
  flood_bpf__destroy(skel);
  return 0;
}
