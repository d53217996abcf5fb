// Imports of the module "callback-wrapper". Made by `make gen`; docs/abi/callback_wrapper.md is the manual.
// SPDX-License-Identifier: Apache-2.0
#[link(wasm_import_module = "callback-wrapper")]
unsafe extern "C" {
    /// As `wasm_bpf.wasm_bpf_buffer_poll`.
    #[link_name = "wasm_bpf_buffer_poll"]
    pub fn wasm_bpf_buffer_poll_export(obj: u64, fd: i32, ctx: u32, data: u32, max_size: u32, timeout_ms: i32) -> i32;
}
