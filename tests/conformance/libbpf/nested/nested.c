// Maps of maps: inner maps are made here, put in, found again by their number, and taken out.
#include "nested.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct nested_bpf* skel = nested_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (nested_bpf__load(skel) || nested_bpf__attach(skel)) return failed("load");
  const int outer = bpf_map__fd(skel->maps.outer);
  int inner[2];
  for (__u32 key = 0; key < 2; ++key) {
    inner[key] = bpf_map_create(BPF_MAP_TYPE_ARRAY, "inner", sizeof(__u32), sizeof(__u64), 4, NULL);
    if (inner[key] < 0 || bpf_map_update_elem(outer, &key, &inner[key], BPF_ANY)) return failed("update");
  }
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);

  for (__u32 key = 0; key < 3; ++key) {
    __u32 id = 0;
    if (bpf_map_lookup_elem(outer, &key, &id)) {
      printf("outer[%u]: %s\n", key, strerror(errno));
      continue;
    }
    const int fd = bpf_map_get_fd_by_id(id);
    if (fd < 0) return failed("bpf_map_get_fd_by_id");
    for (__u32 slot = 0; slot < 4; ++slot) {
      __u64 value;
      if (bpf_map_lookup_elem(fd, &slot, &value)) return failed("lookup");
      printf("outer[%u][%u] = %llu\n", key, slot, (unsigned long long)value);
    }
    close(fd);
  }
  const __u32 second = 1;
  const int wrong = bpf_map_create(BPF_MAP_TYPE_HASH, "wrong", 4, 8, 4, NULL);
  printf("deleted %d", bpf_map_delete_elem(outer, &second));
  printf(", another kind %s\n", strerror(-bpf_map_update_elem(outer, &second, &wrong, BPF_ANY)));
  nested_bpf__destroy(skel);
  return 0;
}
