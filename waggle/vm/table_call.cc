#include "waggle/vm/table_call.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "waggle/vm/module.hh"

namespace waggle::vm {
namespace {

constexpr std::size_t kMaxParameters = 15;

std::string_view word(char letter) {
  switch (letter) {
    case 'i': return " i32";
    case 'I': return " i64";
    case 'f': return " f32";
    default: return " f64";
  }
}

}  // namespace

// The index is the last parameter, so that the others stay where the function wants them.
std::string table_call_module(std::string_view type) {
  const auto middle = type.find(')');
  std::string parameters, results, gets;
  for (std::size_t i = 0; i < middle; ++i) {
    parameters += word(type[i]);
    gets += fmt::format(" (local.get {})", i);
  }
  for (const char letter : type.substr(middle + 1)) results += word(letter);
  return fmt::format(
      "(module (type $t (func (param{0}) (result{1}))) (import \"\" \"\" (table 0 funcref))\n"
      " (func (export \"call\") (param{0} i32) (result{1}) (call_indirect (type $t){2} (local.get {3}))))",
      parameters, results, gets, middle);
}

Result<TableCall> TableCall::create(Engine& engine, const Compile& compile, wasmtime_context_t* context,
                                    const wasmtime_extern_t& table, std::string_view type) {
  const auto middle = type.find(')');
  if (middle > kMaxParameters) return Error(E2BIG);
  WAGGLE_TRY(const ByteVector wasm, parse_text(table_call_module(type)));
  WAGGLE_TRY(const Module module, compile(engine, wasm));
  wasmtime_instance_t instance;
  wasm_trap_t* trap = nullptr;
  auto* error = wasmtime_instance_new(context, module.raw(), &table, 1, &instance, &trap);
  WAGGLE_CHECK(take_outcome(error, trap));
  wasmtime_extern_t function;
  wasmtime_instance_export_get(context, &instance, "call", 4, &function);
  return TableCall(function.of.func, middle, type.size() - middle - 1);
}

Result<void> TableCall::call(wasmtime_context_t* context, std::uint32_t index, Slot* slots) const {
  wasmtime_val_raw_t with_index[kMaxParameters + 1];  // not cleared: this runs once an event
  std::memcpy(with_index, slots, parameters_ * sizeof(Slot));
  with_index[parameters_].i32 = static_cast<std::int32_t>(index);
  wasm_trap_t* trap = nullptr;
  auto* error =
      wasmtime_func_call_unchecked(context, &function_, with_index, std::max(parameters_ + 1, results_), &trap);
  std::memcpy(slots, with_index, results_ * sizeof(Slot));
  return take_outcome(error, trap);
}

}  // namespace waggle::vm
