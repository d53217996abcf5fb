// The host's side: every import of module `wasm_bpf`, as the wire has it. Pointers are offsets in
// the guest's memory; results are Linux error numbers, negative.
#ifndef LIBBPF_WASM_IMPORTS_H
#define LIBBPF_WASM_IMPORTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A loaded object in the host's table; 0 is none.
typedef uint64_t bpf_object_skel;

#define LIBBPF_WASM_IMPORT(name) __attribute__((import_module("wasm_bpf"), import_name(name)))

// Loads an ELF image. 0 when libbpf or the kernel refuse it; the host prints why on stderr.
LIBBPF_WASM_IMPORT("wasm_load_bpf_object")
bpf_object_skel wasm_load_bpf_object(const void* obj_buf, int obj_buf_sz);

// Detaches all programs of the object and frees its maps.
LIBBPF_WASM_IMPORT("wasm_close_bpf_object")
int wasm_close_bpf_object(bpf_object_skel obj);

// Attaches a program by its name; target NULL or "" means as its section says.
LIBBPF_WASM_IMPORT("wasm_attach_bpf_program")
int wasm_attach_bpf_program(bpf_object_skel obj, const char* name, const char* attach_target);

// The same with an open descriptor (a cgroup folder) as target. Hosts of the first generation lack it.
LIBBPF_WASM_IMPORT("wasm_attach_bpf_program_fd")
int wasm_attach_bpf_program_fd(bpf_object_skel obj, const char* name, int target_fd);

LIBBPF_WASM_IMPORT("wasm_bpf_map_fd_by_name")
int wasm_bpf_map_fd_by_name(bpf_object_skel obj, const char* name);

// Polls a ring or perf buffer: each record is copied to `data` (at most max_size bytes), then
// sample_func, an index in the exported function table, is called as int(ctx, data, size).
LIBBPF_WASM_IMPORT("wasm_bpf_buffer_poll")
int wasm_bpf_buffer_poll(bpf_object_skel program, int fd, int32_t sample_func, uint32_t ctx, char* data, int max_size,
                         int timeout_ms);

// cmd is a BPF_MAP_*_ELEM or BPF_MAP_GET_NEXT_KEY of enum bpf_cmd.
LIBBPF_WASM_IMPORT("wasm_bpf_map_operate")
int wasm_bpf_map_operate(int fd, int cmd, void* key, void* value, void* next_key, uint64_t flags);

#undef LIBBPF_WASM_IMPORT

#ifdef __cplusplus
}
#endif

#endif
