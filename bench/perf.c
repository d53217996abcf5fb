// What the callback of a perf buffer costs: each line of input says that the buffers have been filled while nobody
// polled; then they are drained, and the processor time of one record is printed.
// usage: perf PRODUCER
#include <bpf/libbpf.h>
#include <stdlib.h>

#include "bench.h"
#include "flood.h"
#include "flood_perf.skel.h"

enum { kPages = 4096 };  // 16 MiB for each processor

static unsigned long long seen, next;

static void on_record(void* context, int cpu, void* data, __u32 size) {
  const struct flood_event* event = data;
  (void)context, (void)cpu, (void)size;
  ++seen;
  if (event->number >= next) next = event->number + 1;
}

static void drain(struct perf_buffer* buffer) {
  const unsigned long long first = seen;
  const unsigned long long start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  const int error = perf_buffer__consume(buffer);
  const unsigned long long used = clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
  if (error || seen == first || next != seen) exit(1);
  say("perf_ns", (double)used / (double)(seen - first));
}

int main(int argc, char** argv) {
  struct flood_perf_bpf* skel = flood_perf_bpf__open();
  if (!skel || argc != 2) return 2;
  skel->rodata->producer = thread_name(argv[1]);
  if (flood_perf_bpf__load(skel) || flood_perf_bpf__attach(skel)) return 1;
  struct perf_buffer* buffer = perf_buffer__new(bpf_map__fd(skel->maps.records), kPages, on_record, NULL, NULL, NULL);
  if (!buffer) return 1;
  say("attached", 1);
  for (int c; (c = getchar()) != EOF;)
    if (c == '\n') drain(buffer);
  perf_buffer__free(buffer);
  flood_perf_bpf__destroy(skel);
  return 0;
}
