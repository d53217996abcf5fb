// Calling functions of a guest's table by index, for callbacks. The engine without garbage
// collection cannot look into a table from outside, and an unchecked call of a function of
// another type would overrun the argument array. So a small instance of our own imports the
// table and does `call_indirect`, which checks index, null and type, and traps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/vm/capi.hh"
#include "waggle/vm/engine.hh"
#include "waggle/vm/store.hh"

namespace waggle::vm {

// For one store, one table and one function type.
class TableCall {
 public:
  static Result<TableCall> create(Engine& engine, const Compile& compile, wasmtime_context_t* context,
                                  const wasmtime_extern_t& table, std::string_view type);
  // Parameters and result share `slots`, as for the function itself.
  Result<void> call(wasmtime_context_t* context, std::uint32_t index, Slot* slots) const;

 private:
  TableCall(const wasmtime_func_t& function, std::size_t parameters, std::size_t results)
      : function_(function), parameters_(parameters), results_(results) {}
  wasmtime_func_t function_;
  std::size_t parameters_;
  std::size_t results_;
};

// The module that does it, in the text format.
std::string table_call_module(std::string_view type);

}  // namespace waggle::vm
