// Imports of the module "callback-wrapper". Made by `make gen`; docs/abi/callback_wrapper.md is the manual.
// SPDX-License-Identifier: Apache-2.0

package imports

// wasm_bpf_buffer_poll_export: As `wasm_bpf.wasm_bpf_buffer_poll`.
//
//go:wasmimport callback-wrapper wasm_bpf_buffer_poll
func wasm_bpf_buffer_poll_export(obj uint64, fd int32, ctx uint32, data uint32, max_size uint32, timeout_ms int32) int32
