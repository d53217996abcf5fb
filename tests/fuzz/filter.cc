// A filter, and behind a NUL the event that it is asked about.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "waggle/event/filter/filter.hh"

using namespace waggle;

namespace {

event::TypePtr type(event::Kind kind, std::uint32_t size, event::Meaning meaning = event::Meaning::plain) {
  return std::make_shared<const event::Type>(event::Type{.kind = kind, .meaning = meaning, .name = "T", .size = size});
}

// A member of every kind that can be compared.
event::TypePtr all_kinds() {
  using event::Kind;
  using event::Meaning;
  event::Type all{.kind = Kind::structure, .name = "struct all"};
  char name = 'a';
  for (const event::TypePtr& member :
       {type(Kind::signed_integer, 4), type(Kind::unsigned_integer, 8), type(Kind::boolean, 1), type(Kind::floating, 8),
        type(Kind::text, 16), type(Kind::bytes, 4), type(Kind::pointer, 8),
        type(Kind::unsigned_integer, 4, Meaning::ipv4), type(Kind::bytes, 16, Meaning::ipv6),
        type(Kind::bytes, 6, Meaning::mac), type(Kind::signed_integer, 4, Meaning::signal),
        type(Kind::signed_integer, 4, Meaning::error_number), type(Kind::unsigned_integer, 8, Meaning::milliseconds)}) {
    all.members.push_back({.name = std::string(1, name++), .offset_bits = all.size * 8, .bits = 0, .type = member});
    all.size += member->size;
  }
  return std::make_shared<const event::Type>(std::move(all));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const event::Stream stream{.name = "fuzz", .type = all_kinds()};
  const std::string_view whole(reinterpret_cast<const char*>(data), size);
  const std::string_view text = whole.substr(0, whole.find('\0'));
  const auto filter = event::Filter::parse(text);
  if (!filter.ok()) return 0;
  static_cast<void>(filter->check(std::array<const event::Stream*, 1>{&stream}));
  const auto predicate = filter->bind(*stream.type);
  if (predicate.ok()) static_cast<void>(predicate->passes(as_bytes(whole.substr(text.size()))));
  return 0;
}
