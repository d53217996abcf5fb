/* Imports of the module "wasm_bpf". Made by `make gen`; docs/abi/wasm_bpf.md is the manual.
 * SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef WAGGLE_PTR
#define WAGGLE_PTR
/* An address in linear memory has 32 bits, also where the guest's own pointers have 64. */
#if __SIZEOF_POINTER__ == 4
typedef const void* waggle_ptr;
#else
typedef uint32_t waggle_ptr;
#endif
#endif

/* Opens an ELF image, relocates it for the running kernel (CO-RE), and loads its programs and maps. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_load_bpf_object")))
uint64_t wasm_load_bpf_object(waggle_ptr obj_buf, uint32_t obj_buf_sz);

/* Detaches everything that was attached through the object, closes its maps' descriptors, and frees it. Inside a callback of the object's own buffer, the object is gone for the guest at once and freed when the poll ends. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_close_bpf_object")))
int32_t wasm_close_bpf_object(uint64_t obj);

/* Attaches one program. The link lives as long as the object. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_attach_bpf_program")))
int32_t wasm_attach_bpf_program(uint64_t obj, waggle_ptr name, waggle_ptr attach_target);

/* Attaches one program to a directory that the guest has open, such as a cgroup granted with --dir. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_attach_bpf_program_fd")))
int32_t wasm_attach_bpf_program_fd(uint64_t obj, waggle_ptr name, int32_t target_fd);

/* The descriptor of a map, the same one for as long as it stays open. Global variables are the maps `.bss`, `.data`, `.rodata` and `.kconfig`, also by the names of skeletons (`bootstra.rodata`). */
__attribute__((import_module("wasm_bpf"), import_name("wasm_bpf_map_fd_by_name")))
int32_t wasm_bpf_map_fd_by_name(uint64_t obj, waggle_ptr name);

/* One operation on a map's element: one system call. In values that carry descriptors (a cgroup array, a program array, maps of maps, ...) the guest writes its own numbers. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_bpf_map_operate")))
int32_t wasm_bpf_map_operate(int32_t fd, int32_t cmd, waggle_ptr key, waggle_ptr value, waggle_ptr next_key, uint64_t flags);

/* The same for languages whose bindings pass addresses as 64-bit integers. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_bpf_map_operate")))
int32_t wasm_bpf_map_operate_64(int32_t fd, int32_t cmd, uint64_t key, uint64_t value, uint64_t next_key, uint64_t flags);

/* Waits until a ring or perf buffer has records, then gives each one to the callback, once and in order: copied to `data`, at most `max_size` bytes of it. A negative answer of the callback stops the poll; that record counts as taken, the ones behind it stay. Several buffers of one object may be polled in turn. Polling a buffer inside its own callback is -EBUSY. */
__attribute__((import_module("wasm_bpf"), import_name("wasm_bpf_buffer_poll")))
int32_t wasm_bpf_buffer_poll(uint64_t obj, int32_t fd, uint32_t sample_func, uint32_t ctx, waggle_ptr data, uint32_t max_size, int32_t timeout_ms);

#ifdef __cplusplus
}
#endif
