// Types, events and outputs for tests of what becomes of events.
#pragma once

#include <chrono>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/event/output.hh"

namespace waggle::testing {

inline event::TypePtr make_type(event::Type type) { return std::make_shared<const event::Type>(std::move(type)); }

// A number of so many bytes.
inline event::TypePtr signed_type(std::uint32_t size, event::Meaning meaning = event::Meaning::plain) {
  return make_type({.kind = event::Kind::signed_integer, .meaning = meaning, .name = "int", .size = size});
}
inline event::TypePtr unsigned_type(std::uint32_t size, event::Meaning meaning = event::Meaning::plain) {
  return make_type({.kind = event::Kind::unsigned_integer, .meaning = meaning, .name = "unsigned", .size = size});
}
inline event::TypePtr text_type(std::uint32_t size) {
  return make_type({.kind = event::Kind::text, .name = "char[]", .size = size});
}
inline event::TypePtr bytes_type(std::uint32_t size, event::Meaning meaning = event::Meaning::plain) {
  return make_type({.kind = event::Kind::bytes, .meaning = meaning, .name = "bytes", .size = size});
}
inline event::TypePtr plain_type(event::Kind kind, std::uint32_t size) {
  return make_type({.kind = kind, .name = "T", .size = size});
}
inline event::TypePtr array_type(const event::TypePtr& element, std::uint32_t count,
                                 event::Meaning meaning = event::Meaning::plain) {
  return make_type({.kind = event::Kind::array,
                    .meaning = meaning,
                    .name = "T[]",
                    .size = element->size * count,
                    .element = element,
                    .count = count});
}
inline event::TypePtr enum_type(std::uint32_t size, std::vector<event::Enumerator> enumerators) {
  return make_type(
      {.kind = event::Kind::enumeration, .name = "enum e", .size = size, .enumerators = std::move(enumerators)});
}
// Members one behind the other, without padding.
inline event::TypePtr struct_type(const std::vector<std::pair<std::string, event::TypePtr>>& members,
                                  std::string_view called = "struct event") {
  event::Type type{.kind = event::Kind::structure, .name = std::string(called)};
  for (const auto& [name, member] : members) {
    type.members.push_back({.name = name, .offset_bits = type.size * 8, .bits = 0, .type = member});
    type.size += member->size;
  }
  return make_type(std::move(type));
}

// Bytes, value by value.
class EventBytes {
 public:
  template <class T>
    requires std::is_arithmetic_v<T>
  EventBytes& add(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  // In an array of `size` bytes, with zeroes behind it.
  EventBytes& add(std::string_view text, std::size_t size) {
    bytes_.append(text).append(size - text.size(), '\0');
    return *this;
  }
  [[nodiscard]] Bytes bytes() const { return as_bytes(bytes_); }

 private:
  std::string bytes_;
};

class StringOutput final : public event::Output {
 public:
  Result<void> write(std::string_view text) override {
    text_ += text;
    return {};
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// 2026-11-21 20:15:03.000251349 UTC
inline event::WallTime test_time() { return event::WallTime(std::chrono::nanoseconds(1'795'292'103'000'251'349)); }

}  // namespace waggle::testing
