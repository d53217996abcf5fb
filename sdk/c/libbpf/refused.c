// What guests do not have: linking BPF objects and generating loaders (they write ELF files), delegating BPF to others,
// handlers of sections (the host's libbpf would call them), and what binds programs and maps to each other for good.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static int refuse(const char* function) {
  libbpf_print(LIBBPF_WARN, "libbpf: %s: guests do not have this\n", function);
  return waggle_answer(-EOPNOTSUPP);
}

static void* refuse_object(const char* function) { return waggle_no_object(refuse(function)); }

struct bpf_linker* bpf_linker__new(const char* path, struct bpf_linker_opts* options) {
  (void)path, (void)options;
  return refuse_object(__func__);
}
struct bpf_linker* bpf_linker__new_fd(int fd, struct bpf_linker_opts* options) {
  (void)fd, (void)options;
  return refuse_object(__func__);
}
int bpf_linker__add_file(struct bpf_linker* linker, const char* path, const struct bpf_linker_file_opts* options) {
  (void)linker, (void)path, (void)options;
  return refuse(__func__);
}
int bpf_linker__add_fd(struct bpf_linker* linker, int fd, const struct bpf_linker_file_opts* options) {
  (void)linker, (void)fd, (void)options;
  return refuse(__func__);
}
int bpf_linker__add_buf(struct bpf_linker* linker, void* image, size_t size,
                        const struct bpf_linker_file_opts* options) {
  (void)linker, (void)image, (void)size, (void)options;
  return refuse(__func__);
}
int bpf_linker__finalize(struct bpf_linker* linker) {
  (void)linker;
  return refuse(__func__);
}
void bpf_linker__free(struct bpf_linker* linker) { (void)linker; }

int bpf_object__gen_loader(struct bpf_object* object, struct gen_loader_opts* options) {
  (void)object, (void)options;
  return refuse(__func__);
}

int bpf_token_create(int fd, struct bpf_token_create_opts* options) {
  (void)fd, (void)options;
  return refuse(__func__);
}

int libbpf_register_prog_handler(const char* section, enum bpf_prog_type type, enum bpf_attach_type attach_type,
                                 const struct libbpf_prog_handler_opts* options) {
  (void)section, (void)type, (void)attach_type, (void)options;
  return refuse(__func__);
}
int libbpf_unregister_prog_handler(int handler) {
  (void)handler;
  return refuse(__func__);
}

int bpf_map__set_exclusive_program(struct bpf_map* map, struct bpf_program* program) {
  (void)map, (void)program;
  return refuse(__func__);
}
struct bpf_program* bpf_map__exclusive_program(struct bpf_map* map) {
  (void)map;
  return NULL;
}

int bpf_prog_assoc_struct_ops(int program, int map, struct bpf_prog_assoc_struct_ops_opts* options) {
  (void)program, (void)map, (void)options;
  return refuse(__func__);
}
int bpf_program__assoc_struct_ops(struct bpf_program* program, struct bpf_map* map,
                                  struct bpf_prog_assoc_struct_ops_opts* options) {
  (void)program, (void)map, (void)options;
  return refuse(__func__);
}
