// BTF is computed in the program itself: declarations, values by their types, types made by hand, and the kernel's.
#include <bpf/btf.h>

#include "tests/conformance/libbpf/program.h"
#include "types.h"
#include "types.skel.h"

static void print(void* context, const char* format, va_list arguments) {
  (void)context;
  vprintf(format, arguments);
}

static int print_own(struct types_bpf* skel) {
  const struct btf* btf = bpf_object__btf(skel->obj);
  struct btf_dump* dump = btf_dump__new(btf, print, NULL, NULL);
  if (!dump) return failed("btf_dump__new");
  const int shape = btf__find_by_name_kind(btf, "shape", BTF_KIND_STRUCT);
  if (shape < 0 || btf_dump__dump_type(dump, (__u32)shape)) return failed("dump");
  LIBBPF_OPTS(btf_dump_type_data_opts, options, .compact = false, .skip_names = false, .emit_zeroes = true);
  const int size =
      btf_dump__dump_type_data(dump, (__u32)shape, &skel->data->shape, sizeof(skel->data->shape), &options);
  printf("\n%d bytes\n", size);
  btf_dump__free(dump);
  return 0;
}

static int make_types(void) {
  struct btf* btf = btf__new_empty();
  if (!btf) return failed("btf__new_empty");
  const int number = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
  const int pair = btf__add_struct(btf, "pair", 8);
  if (btf__add_field(btf, "a", number, 0, 0) || btf__add_field(btf, "b", number, 32, 0)) return failed("add");
  const int pointer = btf__add_ptr(btf, pair);
  __u32 size;
  const void* raw = btf__raw_data(btf, &size);
  printf("made %d %d %d, %u types, raw %d, name %s\n", number, pair, pointer, btf__type_cnt(btf), raw && size > 0,
         btf__name_by_offset(btf, btf__type_by_id(btf, (__u32)pair)->name_off));
  btf__free(btf);
  return 0;
}

static int look_at_kernel(void) {
  struct btf* btf = btf__load_vmlinux_btf();
  if (!btf) return failed("btf__load_vmlinux_btf");
  const int task = btf__find_by_name_kind(btf, "task_struct", BTF_KIND_STRUCT);
  printf("the kernel has %u types; task_struct is %d, of %lld bytes\n", btf__type_cnt(btf), task,
         (long long)btf__resolve_size(btf, (__u32)task));
  printf("libbpf_find_vmlinux_btf_id: %d\n", libbpf_find_vmlinux_btf_id("sched_switch", BPF_TRACE_RAW_TP) > 0);
  btf__free(btf);
  return 0;
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct types_bpf* skel = types_bpf__open_and_load();
  if (!skel) return failed("load");
  say_ready();
  if (print_own(skel) || make_types() || look_at_kernel()) return 1;
  types_bpf__destroy(skel);
  return 0;
}
