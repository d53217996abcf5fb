// Many elements in one call: looked up, taken, written and deleted; and one at a time by next_key.
#include "batches.skel.h"
#include "tests/conformance/libbpf/program.h"

enum { kRoom = 32 };

static unsigned keys[1024];
static unsigned long long values[1024];

static void print_total(const char* what, unsigned count) {
  unsigned long long key_sum = 0, value_sum = 0;
  for (unsigned i = 0; i < count; ++i) key_sum += keys[i], value_sum += values[i];
  printf("%s: %u, keys %llu, values %llu\n", what, count, key_sum, value_sum);
}

static int by_batches(int map, const char* what, bool take) {
  unsigned batch = 0, total = 0;
  for (bool first = true;; first = false) {
    __u32 count = kRoom;
    void* from = first ? NULL : &batch;
    const int error =
        take ? bpf_map_lookup_and_delete_batch(map, from, &batch, keys + total, values + total, &count, NULL)
             : bpf_map_lookup_batch(map, from, &batch, keys + total, values + total, &count, NULL);
    if (error && error != -ENOENT) return failed(what);
    total += count;
    if (error) break;
  }
  print_total(what, total);
  return 0;
}

static unsigned by_keys(int map) {
  unsigned count = 0;
  for (unsigned *before = NULL, key; !bpf_map_get_next_key(map, before, &key); before = &keys[count++])
    keys[count] = key;
  for (unsigned i = 0; i < count; ++i)
    if (bpf_map_lookup_elem(map, &keys[i], &values[i])) exit(3);
  return count;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct batches_bpf* skel = batches_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (batches_bpf__load(skel) || batches_bpf__attach(skel)) return failed("load");
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);

  const int map = bpf_map__fd(skel->maps.counts);
  print_total("by keys", by_keys(map));
  if (by_batches(map, "looked up", false) || by_batches(map, "taken", true)) return 1;
  print_total("left", by_keys(map));
  for (unsigned i = 0; i < 50; ++i) keys[i] = 1000 + i, values[i] = i * i;
  __u32 count = 50;
  LIBBPF_OPTS(bpf_map_batch_opts, options, .elem_flags = BPF_ANY);
  if (bpf_map_update_batch(map, keys, values, &count, &options)) return failed("update");
  print_total("written", by_keys(map));
  for (unsigned i = 0; i < 20; ++i) keys[i] = 1000 + 2 * i;
  count = 20;
  if (bpf_map_delete_batch(map, keys, &count, NULL)) return failed("delete");
  printf("deleted %u\n", count);
  print_total("left", by_keys(map));
  const unsigned missing = 7;
  printf("missing: %d %s\n", bpf_map_delete_elem(map, &missing), strerror(errno));
  batches_bpf__destroy(skel);
  return 0;
}
