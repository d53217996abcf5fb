#include "waggle/event/check.hh"

#include <fmt/format.h>

#include <bit>

namespace waggle::event {
namespace {

constexpr int kMostDepth = 32;
constexpr std::uint32_t kMostMembers = 1 << 16;

class Checker {
 public:
  Result<void> check(const Type& type) {
    if (depth_ == kMostDepth) return wrong(type, "is nested too deeply");
    ++depth_;
    WAGGLE_CHECK(by_kind(type));
    --depth_;
    return {};
  }

 private:
  static Error wrong(const Type& type, std::string_view what) {
    return Error(EINVAL, fmt::format("the type '{}' {}", type.name, what));
  }

  Result<void> by_kind(const Type& type) {
    switch (type.kind) {
      case Kind::boolean:
      case Kind::signed_integer:
      case Kind::unsigned_integer:
      case Kind::enumeration:
      case Kind::pointer:
        if (!std::has_single_bit(type.size) || type.size > 8) return wrong(type, "has an absurd size");
        return {};
      case Kind::floating:
        if (type.size != 4 && type.size != 8) return wrong(type, "has an absurd size");
        return {};
      case Kind::text:
      case Kind::bytes: return {};
      case Kind::array: return array(type);
      case Kind::structure:
      case Kind::union_: return members(type);
    }
    return wrong(type, "is of an unknown kind");
  }

  Result<void> array(const Type& type) {
    if (type.element == nullptr || type.element->size == 0) return wrong(type, "has elements without a size");
    if (std::uint64_t{type.element->size} * type.count != type.size) return wrong(type, "has an absurd size");
    return check(*type.element);
  }

  Result<void> members(const Type& type) {
    for (const Member& member : type.members) {
      if (member.type == nullptr || !fits(member, type.size)) return wrong(type, "has members outside of itself");
      if (++members_ > kMostMembers) return wrong(type, "has too many members");
      WAGGLE_CHECK(check(*member.type));
    }
    return {};
  }

  static bool fits(const Member& member, std::uint32_t size) {
    const std::uint64_t whole = std::uint64_t{member.type->size} * 8;
    if (member.bits == 0) return member.offset_bits % 8 == 0 && member.offset_bits + whole <= std::uint64_t{size} * 8;
    const Kind kind = member.type->kind;
    const bool can = kind == Kind::boolean || kind == Kind::signed_integer || kind == Kind::unsigned_integer ||
                     kind == Kind::enumeration;
    return can && member.bits <= whole && std::uint64_t{member.offset_bits} + member.bits <= std::uint64_t{size} * 8;
  }

  std::uint32_t members_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<void> check(const Type& type) { return Checker().check(type); }

}  // namespace waggle::event
