// Lowers the body of one function: where an instruction consumes an address or a table's index, the 64-bit value on
// the stack is made a 32-bit one right before; operands above it wait in scratch locals. Everything else is copied.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "waggle/toolchain/wasm_reader.hh"

namespace waggle::toolchain {

// The binary format's letters for types (WebAssembly core specification, 5.3).
enum class ValueType : std::uint8_t {
  i32 = 0x7f,
  i64 = 0x7e,
  f32 = 0x7d,
  f64 = 0x7c,
  v128 = 0x7b,
  funcref = 0x70,
  externref = 0x6f,
};

struct Table {
  ValueType element;
  bool wide;  // its indices are 64 bits
};

struct Signature {
  std::vector<ValueType> params, results;
  bool operator==(const Signature&) const = default;
};

// A function and where in table 0 it stands.
struct Slot {
  std::uint32_t index, function;
};

// What a body refers to.
struct ModuleShape {
  std::vector<Table> tables;     // imported ones first
  std::vector<bool> memories;    // whether each is wide: its addresses are 64 bits
  std::vector<Signature> types;  // of functions
  // For each type the only function of it in table 0, which the module does not change: what a call by pointer calls,
  // nearly always. nullopt where there are more, or none.
  std::vector<std::optional<Slot>> only_callees;
  // Set by lower_body: an instruction was seen that does.
  bool changes_tables = false, computes_floats = false;
};

// `body` is a function's entry in the code section: locals and instructions. Fails through the reader.
ByteVector lower_body(WasmReader& body, ModuleShape& shape, std::uint32_t params, bool check_pointers);

// A type of a value, also one of two parts; its first letter.
std::uint8_t skip_value_type(WasmReader& reader);

}  // namespace waggle::toolchain
