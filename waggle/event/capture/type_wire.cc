#include "waggle/event/capture/type_wire.hh"

#include "waggle/event/check.hh"
#include "waggle/event/meaning.hh"

namespace waggle::event::capture {
namespace {

constexpr int kMostDepth = 32;
constexpr std::uint32_t kMostTypes = 1 << 16;

class Decoder {
 public:
  explicit Decoder(Wire& wire) : wire_(wire) {}

  Result<TypePtr> get() {
    if (depth_ == kMostDepth || ++types_ > kMostTypes) return damaged("a type is too large");
    ++depth_;
    Type type;
    auto meaning = Meaning::plain;
    WAGGLE_CHECK(get(type, meaning));
    --depth_;
    auto found = std::make_shared<const Type>(std::move(type));
    return meaning == Meaning::plain ? found : with_meaning(found, meaning);
  }

 private:
  Result<void> get(Type& type, Meaning& meaning) {
    WAGGLE_TRY(const std::uint8_t kind, wire_.octet());
    WAGGLE_TRY(const std::uint8_t means, wire_.octet());
    if (kind > static_cast<std::uint8_t>(Kind::union_)) return damaged("a type is of an unknown kind");
    type.kind = static_cast<Kind>(kind);
    // One that a later version knows, or that this type cannot have, costs only its beauty.
    if (means <= static_cast<std::uint8_t>(Meaning::user_stack)) meaning = static_cast<Meaning>(means);
    WAGGLE_TRY(type.name, wire_.text());
    WAGGLE_TRY(type.size, wire_.number_up_to(UINT32_MAX));
    switch (type.kind) {
      case Kind::structure:
      case Kind::union_: return get_members(type);
      case Kind::enumeration: return get_enumerators(type);
      case Kind::array: {
        WAGGLE_TRY(type.count, wire_.number_up_to(UINT32_MAX));
        WAGGLE_TRY(type.element, get());
        return {};
      }
      default: return {};
    }
  }

  Result<void> get_members(Type& type) {
    WAGGLE_TRY(const std::uint32_t count, wire_.number_up_to(kMostTypes));
    for (std::uint32_t i = 0; i < count; ++i) {
      Member member;
      WAGGLE_TRY(member.name, wire_.text());
      WAGGLE_TRY(member.offset_bits, wire_.number_up_to(UINT32_MAX));
      WAGGLE_TRY(member.bits, wire_.number_up_to(64));
      WAGGLE_TRY(member.type, get());
      type.members.push_back(std::move(member));
    }
    return {};
  }

  Result<void> get_enumerators(Type& type) {
    WAGGLE_TRY(const std::uint32_t count, wire_.number_up_to(kMostTypes));
    for (std::uint32_t i = 0; i < count; ++i) {
      Enumerator enumerator;
      WAGGLE_TRY(enumerator.name, wire_.text());
      WAGGLE_TRY(enumerator.value, wire_.signed_number());
      type.enumerators.push_back(std::move(enumerator));
    }
    return {};
  }

  Wire& wire_;
  std::uint32_t types_ = 0;
  int depth_ = 0;
};

}  // namespace

void put_type(std::string& out, const Type& type) {
  out += static_cast<char>(type.kind);
  out += static_cast<char>(type.meaning);
  put_text(out, type.name);
  put_number(out, type.size);
  if (type.kind == Kind::array) {
    put_number(out, type.count);
    put_type(out, *type.element);
  }
  if (type.kind == Kind::enumeration) {
    put_number(out, type.enumerators.size());
    for (const Enumerator& enumerator : type.enumerators) {
      put_text(out, enumerator.name);
      put_signed(out, enumerator.value);
    }
  }
  if (type.kind != Kind::structure && type.kind != Kind::union_) return;
  put_number(out, type.members.size());
  for (const Member& member : type.members) {
    put_text(out, member.name);
    put_number(out, member.offset_bits);
    put_number(out, member.bits);
    put_type(out, *member.type);
  }
}

Result<TypePtr> get_type(Wire& wire) {
  WAGGLE_TRY(TypePtr type, Decoder(wire).get());
  if (const auto checked = check(*type); !checked.ok()) return damaged(checked.error().message());
  return type;
}

}  // namespace waggle::event::capture
