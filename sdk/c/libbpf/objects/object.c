// Objects: opened from an image, loaded, closed, and walked. The host's libbpf does the work; the list of an object's
// maps and programs is asked for once, when it is opened.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

static void free_object(struct bpf_object* object) {
  for (uint32_t i = 0; object->maps && i < object->info.map_count; ++i) waggle_map_free(&object->maps[i]);
  for (uint32_t i = 0; object->programs && i < object->info.program_count; ++i)
    waggle_program_free(&object->programs[i]);
  if (object->handle > 0) waggle_bpf_object__close(object->handle);
  waggle_print_host_lines();
  btf__free(object->btf);
  free(object->maps);
  free(object->programs);
  free(object->name);
  free(object);
}

static int list_maps(struct bpf_object* object) {
  object->maps = calloc(object->info.map_count ? object->info.map_count : 1, sizeof *object->maps);
  if (!object->maps) return -ENOMEM;
  int64_t handle = 0;
  for (uint32_t i = 0; i < object->info.map_count; ++i) {
    handle = waggle_bpf_object__next_map(object->handle, handle);
    const int error = handle < 0 ? (int)handle : waggle_map_init(&object->maps[i], object, handle);
    if (error) return error;
  }
  return 0;
}

static int list_programs(struct bpf_object* object) {
  object->programs = calloc(object->info.program_count ? object->info.program_count : 1, sizeof *object->programs);
  if (!object->programs) return -ENOMEM;
  int64_t handle = 0;
  for (uint32_t i = 0; i < object->info.program_count; ++i) {
    handle = waggle_bpf_object__next_program(object->handle, handle);
    const int error = handle < 0 ? (int)handle : waggle_program_init(&object->programs[i], object, handle);
    if (error) return error;
  }
  return 0;
}

static int64_t open_on_host(const void* image, size_t size, const char* name,
                            const struct bpf_object_open_opts* options) {
  const char* kconfig = WAGGLE_OPTION(options, kconfig, NULL);
  return waggle_bpf_object__open_mem(
      waggle_at(image), waggle_u32(size), waggle_at(name), waggle_at(WAGGLE_OPTION(options, pin_root_path, NULL)),
      waggle_at(kconfig), kconfig ? waggle_u32(strlen(kconfig)) : 0,
      waggle_at(WAGGLE_OPTION(options, btf_custom_path, NULL)),
      WAGGLE_OPTION(options, relaxed_maps, false) ? WAGGLE_OPEN_RELAXED_MAPS : 0,
      WAGGLE_OPTION(options, kernel_log_level, 0), waggle_u32(WAGGLE_OPTION(options, kernel_log_size, 0)));
}

static int check_options(const struct bpf_object_open_opts* options) {
  if (!WAGGLE_VALID(options)) return -EINVAL;
  const size_t log_size = WAGGLE_OPTION(options, kernel_log_size, 0);
  if (log_size > UINT32_MAX || (log_size && !WAGGLE_OPTION(options, kernel_log_buf, NULL))) return -EINVAL;
  const char* token = WAGGLE_OPTION(options, bpf_token_path, NULL);
  return token && *token ? -EOPNOTSUPP : 0;  // no guest delegates BPF to others
}

static int ask_host(struct bpf_object* object) {
  int error = waggle_object_info(object->handle, waggle_at(&object->info));
  if (!error) error = list_maps(object);
  if (!error) error = list_programs(object);
  return error;
}

struct bpf_object* bpf_object__open_mem(const void* image, size_t size, const struct bpf_object_open_opts* options) {
  if (!image || !size) return waggle_no_object(-EINVAL);
  int error = check_options(options);
  if (error) return waggle_no_object(error);
  char address[64];
  const char* name = WAGGLE_OPTION(options, object_name, NULL);
  if (!name) {  // as libbpf names a buffer
    snprintf(address, sizeof address, "%lx-%zx", (unsigned long)image, size);
    name = address;
  }
  struct bpf_object* object = calloc(1, sizeof *object);
  if (!object) return NULL;
  object->name = strdup(name);
  object->log = WAGGLE_OPTION(options, kernel_log_buf, NULL);
  object->log_size = WAGGLE_OPTION(options, kernel_log_size, 0);
  object->handle = open_on_host(image, size, name, options);
  error = object->handle < 0 ? (int)object->handle : ask_host(object);
  waggle_print_host_lines();
  if (!error && object->name) return object;
  free_object(object);
  return waggle_no_object(error ? error : -ENOMEM);
}

static void* read_whole(const char* path, size_t* size) {
  FILE* file = fopen(path, "re");
  if (!file) return NULL;
  char* bytes = NULL;
  *size = 0;
  for (size_t room = 1 << 16;; room *= 2) {
    char* more = realloc(bytes, room);
    if (!more) break;
    bytes = more;
    *size += fread(bytes + *size, 1, room - *size, file);
    if (*size < room) break;
  }
  const int failed = ferror(file);
  fclose(file);
  if (!failed && *size) return bytes;
  free(bytes);
  return waggle_no_object(failed ? -EIO : -EINVAL);
}

// A file's object is named by the file, up to its first dot.
static char* name_of(const char* path) {
  const char* slash = strrchr(path, '/');
  const char* base = slash ? slash + 1 : path;
  return strndup(base, strcspn(base, "."));
}

struct bpf_object* bpf_object__open_file(const char* path, const struct bpf_object_open_opts* options) {
  if (!path || !WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  size_t size;
  void* image = read_whole(path, &size);
  if (!image) {
    const int error = -errno;
    libbpf_print(LIBBPF_WARN, "libbpf: elf: failed to open %s: %s\n", path, libbpf_errstr(error));
    return waggle_no_object(error);
  }
  struct bpf_object_open_opts named = {.sz = sizeof named};
  if (options) memcpy(&named, options, options->sz < sizeof named ? options->sz : sizeof named);
  named.sz = sizeof named;
  char* name = named.object_name ? NULL : name_of(path);
  if (name) named.object_name = name;
  struct bpf_object* object = bpf_object__open_mem(image, size, &named);
  free(name);
  free(image);
  return object;
}

struct bpf_object* bpf_object__open(const char* path) { return bpf_object__open_file(path, NULL); }

static void take_logs(struct bpf_object* object) {
  if (object->log) waggle_object_log(object->handle, waggle_at(object->log), waggle_u32(object->log_size));
  for (uint32_t i = 0; i < object->info.program_count; ++i) {
    struct bpf_program* program = &object->programs[i];
    if (program->log)
      waggle_bpf_program__log_buf(program->handle, waggle_at(program->log), waggle_u32(program->log_size));
  }
}

static int give_values(struct bpf_object* object) {
  for (uint32_t i = 0; i < object->info.map_count; ++i) {
    const int error = waggle_map_values_give(&object->maps[i]);
    if (error) return error;
  }
  return 0;
}

static int share_values(struct bpf_object* object) {
  for (uint32_t i = 0; i < object->info.map_count; ++i) {
    const int error = waggle_map_values_share(&object->maps[i]);
    if (error) return error;
  }
  return 0;
}

int bpf_object__prepare(struct bpf_object* object) {
  if (!object) return waggle_answer(-EINVAL);
  int error = give_values(object);
  if (!error) error = waggle_bpf_object__prepare(object->handle);
  waggle_print_host_lines();
  if (!error) error = share_values(object);
  return waggle_answer(error);
}

int bpf_object__load(struct bpf_object* object) {
  if (!object) return waggle_answer(-EINVAL);
  int error = object->is_loaded ? 0 : give_values(object);
  if (!error) error = waggle_bpf_object__load(object->handle);
  take_logs(object);
  if (error) waggle_print_load_lines();
  else waggle_print_host_lines();
  for (uint32_t i = 0; !error && i < object->info.map_count; ++i) error = waggle_map_refresh(&object->maps[i]);
  for (uint32_t i = 0; !error && i < object->info.program_count; ++i)
    error = waggle_program_refresh(&object->programs[i]);
  if (!error) error = share_values(object);
  object->is_loaded = !error;
  return waggle_answer(error);
}

void bpf_object__close(struct bpf_object* object) {
  if (!object || libbpf_get_error(object)) return;
  free_object(object);
}

const char* bpf_object__name(const struct bpf_object* object) {
  return object ? object->name : waggle_no_object(-EINVAL);
}

unsigned int bpf_object__kversion(const struct bpf_object* object) { return object ? object->info.kversion : 0; }

int bpf_object__set_kversion(struct bpf_object* object, uint32_t version) {
  const int error = waggle_bpf_object__set_kversion(object->handle, version);
  if (!error) object->info.kversion = version;
  return waggle_answer(error);
}

// The object's BTF is parsed in the guest when it is asked for.
struct btf* bpf_object__btf(const struct bpf_object* object) {
  if (!object || !object->info.btf_size) return NULL;
  struct bpf_object* mutable = (struct bpf_object*)object;
  if (!object->btf) {
    size_t size;
    void* bytes = waggle_bytes(waggle_bpf_object__btf, object->handle, &size);
    if (!bytes) return NULL;
    mutable->btf = btf__new(bytes, (uint32_t)size);
    free(bytes);
  }
  return object->btf;
}

int bpf_object__btf_fd(const struct bpf_object* object) {
  (void)object;
  return -1;  // what libbpf answers where the kernel has not been given it
}

int bpf_object__token_fd(const struct bpf_object* object) {
  (void)object;
  return -1;
}

static int index_of(const void* first, const void* entry, size_t size) {
  return (int)(((const char*)entry - (const char*)first) / (ptrdiff_t)size);
}

static struct bpf_map* map_at(const struct bpf_object* object, int index) {
  return index >= 0 && index < (int)object->info.map_count ? &object->maps[index] : NULL;
}

struct bpf_map* bpf_object__next_map(const struct bpf_object* object, const struct bpf_map* before) {
  if (!object) return waggle_no_object(-EINVAL);
  return map_at(object, before ? index_of(object->maps, before, sizeof *before) + 1 : 0);
}

struct bpf_map* bpf_object__prev_map(const struct bpf_object* object, const struct bpf_map* behind) {
  if (!object) return waggle_no_object(-EINVAL);
  return map_at(object, behind ? index_of(object->maps, behind, sizeof *behind) - 1 : (int)object->info.map_count - 1);
}

static struct bpf_program* program_at(const struct bpf_object* object, int index) {
  return index >= 0 && index < (int)object->info.program_count ? &object->programs[index] : NULL;
}

struct bpf_program* bpf_object__next_program(const struct bpf_object* object, struct bpf_program* before) {
  if (!object) return waggle_no_object(-EINVAL);
  return program_at(object, before ? index_of(object->programs, before, sizeof *before) + 1 : 0);
}

struct bpf_program* bpf_object__prev_program(const struct bpf_object* object, struct bpf_program* behind) {
  if (!object) return waggle_no_object(-EINVAL);
  return program_at(
      object, behind ? index_of(object->programs, behind, sizeof *behind) - 1 : (int)object->info.program_count - 1);
}

// The host knows the names that an internal map goes by: its section's, and the one that the kernel shows.
struct bpf_map* bpf_object__find_map_by_name(const struct bpf_object* object, const char* name) {
  const int64_t handle = waggle_bpf_object__find_map_by_name(object->handle, waggle_at(name));
  for (uint32_t i = 0; handle > 0 && i < object->info.map_count; ++i)
    if (object->maps[i].handle == handle) return &object->maps[i];
  return waggle_no_object(-ENOENT);
}

int bpf_object__find_map_fd_by_name(const struct bpf_object* object, const char* name) {
  return bpf_map__fd(bpf_object__find_map_by_name(object, name));
}

struct bpf_program* bpf_object__find_program_by_name(const struct bpf_object* object, const char* name) {
  for (uint32_t i = 0; i < object->info.program_count; ++i)
    if (!strcmp(object->programs[i].name, name)) return &object->programs[i];
  return waggle_no_object(-ENOENT);
}
