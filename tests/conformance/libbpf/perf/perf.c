// A perf buffer whose records wrap, and whose loss is told.
#include "perf.skel.h"
#include "tests/conformance/libbpf/program.h"

static unsigned long long seen, lost, sum, sizes;

static void on_sample(void* context, int cpu, void* data, __u32 size) {
  unsigned long long record[2];
  (void)context;
  memcpy(record, data, sizeof(record));  // perf records are aligned to 4 bytes only
  if (record[1] != (unsigned)cpu) exit(3);
  ++seen;
  sum += record[0];
  sizes += size;
}

static void on_lost(void* context, int cpu, __u64 count) {
  (void)context, (void)cpu;
  lost += count;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct perf_bpf* skel = perf_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (perf_bpf__load(skel) || perf_bpf__attach(skel)) return failed("load");
  struct perf_buffer* events = perf_buffer__new(bpf_map__fd(skel->maps.events), 8, on_sample, on_lost, NULL, NULL);
  if (!events) return failed("perf_buffer__new");
  printf("one for each processor: %d\n", perf_buffer__buffer_cnt(events) == (size_t)libbpf_num_possible_cpus());
  say_ready();
  while ((long)(seen + lost) < expected && !stopping) {
    const int n = perf_buffer__poll(events, 100);
    if (n < 0 && n != -EINTR) return failed("poll");
  }
  printf("seen %llu, lost %llu, sum %llu, sizes %llu\n", seen, lost, sum, sizes);
  perf_buffer__free(events);
  perf_bpf__destroy(skel);
  return 0;
}
