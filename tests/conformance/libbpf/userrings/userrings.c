// A user ring buffer: filled, emptied by a BPF program, filled again past its end.
#include "tests/conformance/libbpf/program.h"
#include "userrings.skel.h"

struct sample {
  unsigned long long number, weight;
};

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct userrings_bpf* skel = userrings_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (userrings_bpf__load(skel) || userrings_bpf__attach(skel)) return failed("load");
  struct user_ring_buffer* ring = user_ring_buffer__new(bpf_map__fd(skel->maps.samples), NULL);
  if (!ring) return failed("user_ring_buffer__new");
  unsigned long long number = 0, rounds = 0;
  struct sample* sample;
  while ((sample = user_ring_buffer__reserve(ring, sizeof(*sample)))) {
    *sample = (struct sample){++number, 2};
    if (number % 10 == 0) user_ring_buffer__discard(ring, sample);
    else user_ring_buffer__submit(ring, sample);
  }
  printf("full after %llu: %s", number, strerror(errno));
  if (user_ring_buffer__reserve_blocking(ring, sizeof(*sample), 1)) return 1;
  printf(", still %s", strerror(errno));
  if (user_ring_buffer__reserve(ring, 5000)) return 1;
  printf(", too large %s\n", strerror(errno));
  say_ready();
  // Each wait ends when a call of the workload has drained the ring.
  while (number < 2000 && !stopping) {
    sample = user_ring_buffer__reserve_blocking(ring, sizeof(*sample), 1000);
    if (!sample) continue;
    *sample = (struct sample){++number, 3};
    user_ring_buffer__submit(ring, sample);
    ++rounds;
  }
  while (*(volatile long long*)&skel->bss->drained < 2000 - 17 && !stopping) usleep(1000);
  printf("sent %llu, blocking %llu, drained %lld, numbers %lld, weights %lld\n", number, rounds, skel->bss->drained,
         skel->bss->numbers, skel->bss->weights);
  user_ring_buffer__free(ring);
  userrings_bpf__destroy(skel);
  return 0;
}
