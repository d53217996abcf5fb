// Per-CPU maps: a value of each processor, at every eighth byte.
#include "percpu.skel.h"
#include "tests/conformance/libbpf/program.h"

typedef struct {
  int calls, twice, thrice, padding;
} Value;

static void print_sum(const char* name, long key, const Value* values, int cpus) {
  Value sum = {0};
  for (int i = 0; i < cpus; ++i) {
    sum.calls += values[i].calls;
    sum.twice += values[i].twice;
    sum.thrice += values[i].thrice;
  }
  printf("%s[%ld] %d %d %d\n", name, key, sum.calls, sum.twice, sum.thrice);
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct percpu_bpf* skel = percpu_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (percpu_bpf__load(skel) || percpu_bpf__attach(skel)) return failed("load");
  const int cpus = libbpf_num_possible_cpus();
  Value* values = calloc((size_t)cpus, sizeof(Value));
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);

  const int second = 1;
  if (bpf_map_lookup_elem(bpf_map__fd(skel->maps.array), &second, values)) return failed("lookup");
  print_sum("array", second, values, cpus);
  for (long key = 0; key < 5; ++key) {
    const int error = bpf_map__lookup_elem(skel->maps.hash, &key, sizeof(key), values, (size_t)cpus * sizeof(Value), 0);
    if (error) printf("hash[%ld] %s\n", key, strerror(-error));
    else print_sum("hash", key, values, cpus);
  }
  const long key = 9;
  for (int i = 0; i < cpus; ++i) values[i] = (Value){i + 1, 0, 100, 0};
  if (bpf_map_update_elem(bpf_map__fd(skel->maps.hash), &key, values, BPF_NOEXIST)) return failed("update");
  memset(values, 0, (size_t)cpus * sizeof(Value));
  if (bpf_map_lookup_and_delete_elem(bpf_map__fd(skel->maps.hash), &key, values)) return failed("take");
  print_sum("hash", key, values, cpus);
  printf("too small: %s\n", strerror(-bpf_map__lookup_elem(skel->maps.hash, &key, sizeof(key), values, 12, 0)));
  free(values);
  percpu_bpf__destroy(skel);
  return 0;
}
