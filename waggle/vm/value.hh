// Values and types at the border between host and guest, in the engine's own layout but
// without its headers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace waggle::vm {

// One parameter or result of a call. The engine passes arguments in an array of these and
// takes the results back in the same array.
union alignas(8) Slot {
  std::int32_t i32;
  std::int64_t i64;
  float f32;
  double f64;
  std::byte v128[16];
};

// A function type written as one letter a value, parameters before the parenthesis, results
// behind it: "Iii)i" is (i64, i32, i32) -> i32. Letters: i i32, I i64, f f32, F f64, v v128,
// r any reference.
using FuncType = std::string;

// "(i64, i32, i32) -> i32", for people.
std::string spell(std::string_view type);

}  // namespace waggle::vm
