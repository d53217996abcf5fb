// The engine's C API for the files of this room: owning pointers, and its errors and traps
// as ours. No header that another room includes may name this one.
#pragma once

#include <wasmtime.h>

#include <string>
#include <string_view>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/value.hh"

namespace waggle::vm {

using ConfigPtr = CPtr<wasm_config_t, wasm_config_delete>;
using EnginePtr = CPtr<wasm_engine_t, wasm_engine_delete>;
using ModulePtr = CPtr<wasmtime_module_t, wasmtime_module_delete>;
using StorePtr = CPtr<wasmtime_store_t, wasmtime_store_delete>;
using FuncTypePtr = CPtr<wasm_functype_t, wasm_functype_delete>;

static_assert(sizeof(Slot) == sizeof(wasmtime_val_raw_t) && alignof(Slot) == alignof(wasmtime_val_raw_t));

// Takes the error and gives its message, on one line, as an Error with errno `code`.
Error take_error(wasmtime_error_t* error, int code);
// The outcome of a call into the guest; takes both. A trap has a Trap as its Detail.
Result<void> take_outcome(wasmtime_error_t* error, wasm_trap_t* trap);

FuncType func_type(const wasm_functype_t* type);
// Of numbers only.
FuncTypePtr make_func_type(std::string_view type);

inline std::string_view text_of(const wasm_name_t* name) {
  return name ? std::string_view(name->data, name->size) : std::string_view();
}

}  // namespace waggle::vm
