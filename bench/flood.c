// Consumes while bench/produce produces, until Ctrl-C, and tells whether every record came that the
// BPF program did not itself count as dropped, and in order. With "late" nothing is consumed before
// the Ctrl-C, so that the ring overflows.
// usage: flood PRODUCER [late]
#include <bpf/bpf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"
#include "flood.h"
#include "flood.skel.h"

static unsigned long long delivered, next;
static bool in_order = true;

static int on_record(void* ctx, void* data, size_t size) {
  const struct flood_event* event = data;
  (void)ctx;
  in_order = in_order && size == sizeof(*event) && event->number >= next;
  next = event->number + 1;
  delivered++;
  return 0;
}

#ifdef __wasm__
static const int interrupted = 0;  // the host ends the poll with -EINTR
static void catch_interrupt(void) {}
#else
#include <signal.h>
static volatile sig_atomic_t interrupted;
static void on_interrupt(int number) { interrupted = number; }
static void catch_interrupt(void) { signal(SIGINT, on_interrupt); }
#endif

static void consume(struct ring_buffer* ring, bool late) {
  if (late) sleep(60);
  while (!late && !interrupted && ring_buffer__poll(ring, 100 /* ms */) >= 0) continue;
  while (ring_buffer__consume(ring) > 0) continue;  // what was produced before the Ctrl-C
}

static bool report(int counts) {
  const __u32 first = 0;
  struct flood_counts count;
  if (bpf_map_lookup_elem(counts, &first, &count)) return false;
  const bool complete = delivered + count.dropped == count.produced;
  printf("produced %llu\ndelivered %llu\ndropped %llu\n", count.produced, delivered, count.dropped);
  printf("%s, %s\n", complete ? "complete" : "INCOMPLETE", in_order ? "in order" : "OUT OF ORDER");
  return complete && in_order;
}

int main(int argc, char** argv) {
  struct flood_bpf* skel = flood_bpf__open();
  if (!skel || argc < 2) return 2;
  skel->rodata->producer = thread_name(argv[1]);
  catch_interrupt();
  if (flood_bpf__load(skel) || flood_bpf__attach(skel)) return 1;
  struct ring_buffer* ring = ring_buffer__new(bpf_map__fd(skel->maps.ring), on_record, NULL, NULL);
  if (!ring) return 1;
  say("attached", 1);
  consume(ring, argc > 2);
  const bool good = report(bpf_map__fd(skel->maps.counts));
  ring_buffer__free(ring);
  flood_bpf__destroy(skel);
  return good ? 0 : 1;
}
