// What the interpreter knows at one instruction: of each register and of each spilled one.
#pragma once

#include <array>
#include <cstdint>
#include <map>

namespace waggle::loader::infer {

struct Value {
  enum class Kind : std::uint8_t {
    nothing,  // no path has come here yet
    unknown,
    number,
    map,      // `what`: its descriptor
    pointer,  // `what`: the memory; `number`: the offset into it
  };
  Kind kind = Kind::nothing;
  std::int32_t what = 0;
  std::int64_t number = 0;

  friend bool operator==(const Value&, const Value&) = default;

  static Value unknown() { return {Kind::unknown, 0, 0}; }
  static Value of(std::int64_t number) { return {Kind::number, 0, number}; }
  static Value map(std::int32_t descriptor) { return {Kind::map, descriptor, 0}; }
  static Value pointer(std::int32_t memory, std::int64_t offset) { return {Kind::pointer, memory, offset}; }

  [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
};

// What is true on two paths.
inline Value join(const Value& one, const Value& other) {
  if (one == other || other.is(Value::Kind::nothing)) return one;
  return one.is(Value::Kind::nothing) ? other : Value::unknown();
}

struct State {
  static constexpr std::size_t kRegisters = 11;
  static constexpr std::size_t kFrame = 10;  // r10 points behind the stack frame

  std::array<Value, kRegisters> registers{};
  std::map<std::int64_t, Value> spilled;  // by offset from the frame pointer

  // Takes in another path; whether that changed anything.
  bool merge(const State& other) {
    bool changed = false;
    for (std::size_t i = 0; i < kRegisters; ++i) {
      const Value joined = join(registers[i], other.registers[i]);
      changed = changed || joined != registers[i];
      registers[i] = joined;
    }
    for (auto slot = spilled.begin(); slot != spilled.end();) {
      const auto same = other.spilled.find(slot->first);
      const bool keep = same != other.spilled.end() && same->second == slot->second;
      slot = keep ? std::next(slot) : spilled.erase(slot);
      changed = changed || !keep;
    }
    return changed;
  }
};

}  // namespace waggle::loader::infer
