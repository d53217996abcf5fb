/* What the program holds as struct bpf_object, bpf_map, bpf_program and bpf_link: the host's handle, and what was asked
 * once so that pointers to it live as long as the object. */
#pragma once

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <waggle/imports/libbpf.h>

struct bpf_map {
  struct bpf_object* object;
  int64_t handle;
  char* name;
  char* pin_path;  // NULL for none; refreshed by bpf_map__pin_path
  struct waggle_map_info info;
  /* The variables of an internal map, in whole pages: memory of the guest before the load, a window behind it. */
  void* values;
  bool is_window;
  struct bpf_map* inner;  // of a map of maps, once asked for
  int fd;                 // -1 until the map is created and its number was asked for
};

struct bpf_program {
  struct bpf_object* object;
  int64_t handle;
  char* name;
  char* section;
  struct waggle_program_info info;
  /* Copies for the getters, made when asked. */
  struct bpf_insn* instructions;
  struct bpf_func_info* functions;
  struct bpf_line_info* lines;
  char* log;  // the program's own buffer, filled when the object was loaded
  size_t log_size;
  int fd;
};

struct bpf_object {
  int64_t handle;
  char* name;
  struct waggle_object_info info;
  struct bpf_map* maps;
  struct bpf_program* programs;
  struct btf* btf;
  char* log;  // of bpf_object_open_opts.kernel_log_buf
  size_t log_size;
  bool is_loaded;
};

struct bpf_link {
  int64_t handle;
  char* pin_path;
};

/* A new text that `get` gave, which like snprintf answers how long the text is; NULL where there is none. */
typedef int32_t (*WaggleText)(uint64_t handle, waggle_ptr text, uint32_t size);
char* waggle_text(WaggleText get, int64_t handle);
/* Bytes of the length that `get` tells; `*size` is their number. NULL where there are none. */
void* waggle_bytes(WaggleText get, int64_t handle, size_t* size);

/* map_values.c: the variables of internal maps. */
int waggle_map_values_take(struct bpf_map* map);                  /* after open: pages with the initial values */
int waggle_map_values_give(struct bpf_map* map);                  /* before load: the host gets the values */
int waggle_map_values_share(struct bpf_map* map);                 /* after load: the pages become the kernel's */
int waggle_map_values_resize(struct bpf_map* map, size_t before); /* after a new value_size */
void waggle_map_values_free(struct bpf_map* map);

/* map.c, program.c: one entry of an object, born and ended. */
int waggle_map_init(struct bpf_map* map, struct bpf_object* object, int64_t handle);
void waggle_map_free(struct bpf_map* map);
int waggle_map_refresh(struct bpf_map* map);
int waggle_program_init(struct bpf_program* program, struct bpf_object* object, int64_t handle);
void waggle_program_free(struct bpf_program* program);
int waggle_program_refresh(struct bpf_program* program);

/* link.c: the link of a handle, or NULL with errno set by the failure that `handle` is. */
struct bpf_link* waggle_link(int64_t handle);
