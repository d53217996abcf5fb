/* Imports of the module "callback-wrapper". Made by `make gen`; docs/abi/callback_wrapper.md is the manual.
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

/* As `wasm_bpf.wasm_bpf_buffer_poll`. */
__attribute__((import_module("callback-wrapper"), import_name("wasm_bpf_buffer_poll")))
int32_t wasm_bpf_buffer_poll_export(uint64_t obj, int32_t fd, uint32_t ctx, waggle_ptr data, uint32_t max_size, int32_t timeout_ms);

#ifdef __cplusplus
}
#endif
