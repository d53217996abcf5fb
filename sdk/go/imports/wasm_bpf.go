// Imports of the module "wasm_bpf". Made by `make gen`; docs/abi/wasm_bpf.md is the manual.
// SPDX-License-Identifier: Apache-2.0

package imports

// wasm_load_bpf_object: Opens an ELF image, relocates it for the running kernel (CO-RE), and loads its programs and maps.
//
//go:wasmimport wasm_bpf wasm_load_bpf_object
func wasm_load_bpf_object(obj_buf uint32, obj_buf_sz uint32) uint64

// wasm_close_bpf_object: Detaches everything that was attached through the object, closes its maps' descriptors, and frees it. Inside a callback of the object's own buffer, the object is gone for the guest at once and freed when the poll ends.
//
//go:wasmimport wasm_bpf wasm_close_bpf_object
func wasm_close_bpf_object(obj uint64) int32

// wasm_attach_bpf_program: Attaches one program. The link lives as long as the object.
//
//go:wasmimport wasm_bpf wasm_attach_bpf_program
func wasm_attach_bpf_program(obj uint64, name uint32, attach_target uint32) int32

// wasm_attach_bpf_program_fd: Attaches one program to a directory that the guest has open, such as a cgroup granted with --dir.
//
//go:wasmimport wasm_bpf wasm_attach_bpf_program_fd
func wasm_attach_bpf_program_fd(obj uint64, name uint32, target_fd int32) int32

// wasm_bpf_map_fd_by_name: The descriptor of a map, the same one for as long as it stays open. Global variables are the maps `.bss`, `.data`, `.rodata` and `.kconfig`, also by the names of skeletons (`bootstra.rodata`).
//
//go:wasmimport wasm_bpf wasm_bpf_map_fd_by_name
func wasm_bpf_map_fd_by_name(obj uint64, name uint32) int32

// wasm_bpf_map_operate: One operation on a map's element: one system call. In values that carry descriptors (a cgroup array, a program array, maps of maps, ...) the guest writes its own numbers.
//
//go:wasmimport wasm_bpf wasm_bpf_map_operate
func wasm_bpf_map_operate(fd int32, cmd int32, key uint32, value uint32, next_key uint32, flags uint64) int32

// wasm_bpf_map_operate_64: The same for languages whose bindings pass addresses as 64-bit integers.
//
//go:wasmimport wasm_bpf wasm_bpf_map_operate
func wasm_bpf_map_operate_64(fd int32, cmd int32, key uint64, value uint64, next_key uint64, flags uint64) int32

// wasm_bpf_buffer_poll: Waits until a ring or perf buffer has records, then gives each one to the callback, once and in order: copied to `data`, at most `max_size` bytes of it. A negative answer of the callback stops the poll; that record counts as taken, the ones behind it stay. Several buffers of one object may be polled in turn. Polling a buffer inside its own callback is -EBUSY.
//
//go:wasmimport wasm_bpf wasm_bpf_buffer_poll
func wasm_bpf_buffer_poll(obj uint64, fd int32, sample_func uint32, ctx uint32, data uint32, max_size uint32, timeout_ms int32) int32
