// usage: walk TAG EXPECTED OBJECT. An object without a skeleton: opened by its file, walked, changed, loaded.
#include <bpf/btf.h>

#include "tests/conformance/libbpf/program.h"

static void print_object(struct bpf_object* object) {
  const struct bpf_map* map;
  bpf_object__for_each_map(map, object) {
    printf("map %s: %s, %u to %u, %u entries, flags %u, internal %d, autocreate %d, created %d\n", bpf_map__name(map),
           libbpf_bpf_map_type_str(bpf_map__type(map)), bpf_map__key_size(map), bpf_map__value_size(map),
           bpf_map__max_entries(map), bpf_map__map_flags(map), bpf_map__is_internal(map), bpf_map__autocreate(map),
           bpf_map__fd(map) >= 0);
  }
  struct bpf_program* program;
  bpf_object__for_each_program(program, object) {
    printf("program %s in %s: %s, expects %d, %s instructions, autoload %d, loaded %d\n", bpf_program__name(program),
           bpf_program__section_name(program), libbpf_bpf_prog_type_str(bpf_program__type(program)),
           bpf_program__expected_attach_type(program), bpf_program__insn_cnt(program) > 0 ? "some" : "no",
           bpf_program__autoload(program), bpf_program__fd(program) >= 0);
  }
}

static int change(struct bpf_object* object) {
  struct bpf_map* resized = bpf_object__find_map_by_name(object, "resized");
  struct bpf_map* data = bpf_object__find_map_by_name(object, ".data");
  size_t size = 0;
  int* origin = data ? bpf_map__initial_value(data, &size) : NULL;
  if (!resized || !origin || size < 8) return failed("find");
  printf("origin %d %d, size %zu\n", origin[0], origin[1], size);
  const int moved[2] = {10, 20};
  printf("set value: %d, of a wrong size: %s\n", bpf_map__set_initial_value(data, moved, sizeof(moved)),
         strerror(-bpf_map__set_initial_value(data, moved, 4)));
  printf("set: %d %d %d %d\n", bpf_map__set_max_entries(resized, 77), bpf_map__set_value_size(resized, 16),
         bpf_map__set_autocreate(bpf_object__find_map_by_name(object, "unused"), false),
         bpf_program__set_autoload(bpf_object__find_program_by_name(object, "optional"), true));
  struct bpf_program* traced = bpf_object__find_program_by_name(object, "traced");
  printf("type: %d %d\n", bpf_program__set_type(traced, BPF_PROG_TYPE_SOCKET_FILTER),
         bpf_program__set_expected_attach_type(traced, 0));
  if (bpf_object__find_map_by_name(object, "none")) return 1;
  printf("none: %s\n", strerror(errno));
  printf("last map %s, first program %s\n", bpf_map__name(bpf_object__prev_map(object, NULL)),
         bpf_program__name(bpf_object__next_program(object, NULL)));
  return 0;
}

static void print_types(const struct btf* btf) {
  const int id = btf__find_by_name_kind(btf, "point", BTF_KIND_STRUCT);
  const struct btf_type* type = btf__type_by_id(btf, (__u32)id);
  const struct btf_member* member = btf_members(type);
  printf("struct point: %lld bytes,", (long long)btf__resolve_size(btf, (__u32)id));
  for (int i = 0; i < btf_vlen(type); ++i) printf(" %s", btf__name_by_offset(btf, member[i].name_off));
  printf("; no struct: %d\n", btf__find_by_name_kind(btf, "line", BTF_KIND_STRUCT));
}

static int run(struct bpf_object* object) {
  unsigned char packet[20] = {0};
  LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet));
  struct bpf_program* filter = bpf_object__find_program_by_name(object, "filter");
  if (bpf_prog_test_run_opts(bpf_program__fd(filter), &options)) return failed("run");
  printf("the filter answers %u\n", options.retval);
  struct bpf_map_info info = {0};
  struct bpf_prog_info about = {0};
  __u32 length = sizeof(info), more = sizeof(about);
  if (bpf_map_get_info_by_fd(bpf_object__find_map_fd_by_name(object, "resized"), &info, &length) ||
      bpf_prog_get_info_by_fd(bpf_program__fd(filter), &about, &more))
    return failed("info");
  printf("the kernel knows %s: type %u, %u to %u, %u entries\n", info.name, info.type, info.key_size, info.value_size,
         info.max_entries);
  printf("the kernel knows %s: type %u, %u maps\n", about.name, about.type, about.nr_map_ids);
  return 0;
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct bpf_object* object = bpf_object__open_file(argv[3], NULL);
  if (!object) return failed(argv[3]);
  say_ready();
  printf("object %s\n", bpf_object__name(object));
  print_object(object);
  if (change(object)) return 1;
  print_types(bpf_object__btf(object));
  const int error = bpf_object__load(object);
  if (error) return failed("load");
  print_object(object);
  if (run(object)) return 1;
  printf("too late: %d\n", bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "resized"), 5) == -EBUSY);
  bpf_object__close(object);
  return 0;
}
