// Imports of the module "wasm_bpf". Made by `make gen`; docs/abi/wasm_bpf.md is the manual.
// SPDX-License-Identifier: Apache-2.0
#[link(wasm_import_module = "wasm_bpf")]
unsafe extern "C" {
    /// Opens an ELF image, relocates it for the running kernel (CO-RE), and loads its programs and maps.
    #[link_name = "wasm_load_bpf_object"]
    pub fn wasm_load_bpf_object(obj_buf: u32, obj_buf_sz: u32) -> u64;
    /// Detaches everything that was attached through the object, closes its maps' descriptors, and frees it. Inside a callback of the object's own buffer, the object is gone for the guest at once and freed when the poll ends.
    #[link_name = "wasm_close_bpf_object"]
    pub fn wasm_close_bpf_object(obj: u64) -> i32;
    /// Attaches one program. The link lives as long as the object.
    #[link_name = "wasm_attach_bpf_program"]
    pub fn wasm_attach_bpf_program(obj: u64, name: u32, attach_target: u32) -> i32;
    /// Attaches one program to a directory that the guest has open, such as a cgroup granted with --dir.
    #[link_name = "wasm_attach_bpf_program_fd"]
    pub fn wasm_attach_bpf_program_fd(obj: u64, name: u32, target_fd: i32) -> i32;
    /// The descriptor of a map, the same one for as long as it stays open. Global variables are the maps `.bss`, `.data`, `.rodata` and `.kconfig`, also by the names of skeletons (`bootstra.rodata`).
    #[link_name = "wasm_bpf_map_fd_by_name"]
    pub fn wasm_bpf_map_fd_by_name(obj: u64, name: u32) -> i32;
    /// One operation on a map's element: one system call. In values that carry descriptors (a cgroup array, a program array, maps of maps, ...) the guest writes its own numbers.
    #[link_name = "wasm_bpf_map_operate"]
    pub fn wasm_bpf_map_operate(fd: i32, cmd: i32, key: u32, value: u32, next_key: u32, flags: u64) -> i32;
    /// The same for languages whose bindings pass addresses as 64-bit integers.
    #[link_name = "wasm_bpf_map_operate"]
    pub fn wasm_bpf_map_operate_64(fd: i32, cmd: i32, key: u64, value: u64, next_key: u64, flags: u64) -> i32;
    /// Waits until a ring or perf buffer has records, then gives each one to the callback, once and in order: copied to `data`, at most `max_size` bytes of it. A negative answer of the callback stops the poll; that record counts as taken, the ones behind it stay. Several buffers of one object may be polled in turn. Polling a buffer inside its own callback is -EBUSY.
    #[link_name = "wasm_bpf_buffer_poll"]
    pub fn wasm_bpf_buffer_poll(obj: u64, fd: i32, sample_func: u32, ctx: u32, data: u32, max_size: u32, timeout_ms: i32) -> i32;
}
