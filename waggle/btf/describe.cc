#include "waggle/btf/describe.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <unordered_map>

#include "waggle/btf/c_name.hh"
#include "waggle/event/meaning.hh"

namespace waggle::btf {
namespace {

using event::Kind;
using event::Meaning;
using event::Type;
using event::TypePtr;

// Structures within structures.
constexpr int kMostDepth = 32;
// Of an event, all that stands inside it counted. Shared types cost no memory, but every reader walks them all.
constexpr std::uint32_t kMostMembers = 1 << 16;
constexpr std::string_view kPrefix = "waggle:";

TypePtr make(Type type) { return std::make_shared<const Type>(std::move(type)); }

class Describer {
 public:
  Describer(const Image& image, const Tags& tags) : image_(image), tags_(tags) {}

  Result<TypePtr> describe(TypeId id) {
    if (const auto known = known_.find(id); known != known_.end()) {
      members_ = known->second.members;
      return known->second.type;
    }
    if (depth_ == kMostDepth) return contradiction(id, "is nested too deeply, or contains itself");
    ++depth_;
    WAGGLE_TRY(TypePtr type, build(id));
    --depth_;
    known_.emplace(id, Known{type, members_});
    return type;
  }

 private:
  [[nodiscard]] Error contradiction(TypeId id, std::string_view what) const {
    return Error(EINVAL, fmt::format("the BTF type {} '{}' {}", id, c_name(image_, id), what));
  }

  Result<TypePtr> build(TypeId id) {
    members_ = 0;
    const auto bare = image_.strip(id);
    if (!bare) return contradiction(id, "goes in circles");
    const Record& record = image_.at(*bare);
    Type type{.name = c_name(image_, id), .size = image_.size(*bare)};
    switch (record.kind) {
      case BTF_KIND_INT: return integer(record, std::move(type));
      case BTF_KIND_FLOAT:
        if (type.size == 4 || type.size == 8) type.kind = Kind::floating;
        return make(std::move(type));
      case BTF_KIND_ENUM:
      case BTF_KIND_ENUM64: return enumeration(*bare, std::move(type));
      case BTF_KIND_PTR: type.kind = Kind::pointer; return make(std::move(type));
      case BTF_KIND_ARRAY: return array(*bare, std::move(type));
      case BTF_KIND_STRUCT:
      case BTF_KIND_UNION: return composite(*bare, std::move(type));
      default: return contradiction(id, "is not the type of a value");
    }
  }

  static Result<TypePtr> integer(const Record& record, Type type) {
    const std::uint32_t encoding = BTF_INT_ENCODING(record.words[0]);
    if (type.size != 1 && type.size != 2 && type.size != 4 && type.size != 8) {
      type.meaning = Meaning::hexadecimal;  // 128 bits: bytes
    } else if ((encoding & BTF_INT_BOOL) != 0) {
      type.kind = Kind::boolean;
    } else {
      type.kind = (encoding & BTF_INT_SIGNED) != 0 ? Kind::signed_integer : Kind::unsigned_integer;
    }
    return make(std::move(type));
  }

  Result<TypePtr> enumeration(TypeId id, Type type) const {
    const Record& record = image_.at(id);
    const bool wide = record.kind == BTF_KIND_ENUM64;
    if (!std::has_single_bit(type.size) || type.size > 8) return contradiction(id, "has an absurd size");
    type.kind = Kind::enumeration;
    const std::size_t step = wide ? 3 : 2;
    for (std::size_t i = 0; i + step <= record.words.size(); i += step) {
      const auto low = record.words[i + 1];
      std::int64_t value = record.flag ? static_cast<std::int32_t>(low) : std::int64_t{low};
      if (wide) value = static_cast<std::int64_t>(std::uint64_t{record.words[i + 2]} << 32 | low);
      type.enumerators.push_back({std::string(image_.string(record.words[i])), value});
    }
    return make(std::move(type));
  }

  Result<TypePtr> array(TypeId id, Type type) {
    const Record& record = image_.at(id);
    WAGGLE_TRY(type.element, describe(record.words[0]));
    type.count = record.words[2];
    if (type.element->size == 0 && type.element->kind != Kind::array) type.kind = Kind::bytes;  // of empty structures
    else if (type.element->size == 0) return contradiction(id, "is an array of arrays without length");
    else if (type.count != 0 && type.size == 0) return contradiction(id, "has an absurd size");
    else type.kind = Kind::array;

    const TypeId element = *image_.strip(record.words[0]);  // it was described
    const std::string_view name = image_.at(element).name;
    auto described = make(std::move(type));
    if (name == "char") return event::as_text_type(described);
    if (name == "unsigned char") return event::as_bytes_type(described);
    return described;
  }

  Result<TypePtr> composite(TypeId id, Type type) {
    const Record& record = image_.at(id);
    type.kind = record.kind == BTF_KIND_UNION ? Kind::union_ : Kind::structure;
    // Kernel types that mean one thing everywhere (include/uapi/linux/in.h, in6.h).
    if (record.name == "in_addr" && type.size == 4) return event::with_meaning(make(std::move(type)), Meaning::ipv4);
    if (record.name == "in6_addr" && type.size == 16) return event::with_meaning(make(std::move(type)), Meaning::ipv6);
    const std::size_t count = record.words.size() / 3;
    std::uint32_t members = 0;
    for (std::size_t i = 0; i < count; ++i) {
      MemberRecord found = image_.member(record, i);
      WAGGLE_TRY(TypePtr of_member, describe(found.type));
      members += 1 + members_;
      if (members > kMostMembers) return contradiction(id, "has too many members");
      const bool is_open = of_member->size == 0;
      if (is_open && (i + 1 != count || record.kind == BTF_KIND_UNION)) continue;  // marks a place, holds nothing
      cut_old_bit_field(found);
      if (!fits(found, *of_member, type.size)) return contradiction(id, "has members outside of itself");
      type.members.push_back({.name = std::string(found.name),
                              .offset_bits = found.offset_bits,
                              .bits = found.bits,
                              .type = with_tags({id, static_cast<std::int32_t>(i)}, found, of_member)});
    }
    members_ = members;
    return make(std::move(type));
  }

  // Before kind_flag, a bit-field was an integer type of few bits.
  void cut_old_bit_field(MemberRecord& member) const {
    const auto bare = image_.strip(member.type);
    if (!bare || image_.at(*bare).kind != BTF_KIND_INT || member.bits != 0) return;
    const std::uint32_t word = image_.at(*bare).words[0];
    if (BTF_INT_BITS(word) == 8 * image_.at(*bare).size) return;
    member.bits = BTF_INT_BITS(word);
    member.offset_bits += BTF_INT_OFFSET(word);
  }

  static bool fits(const MemberRecord& member, const Type& type, std::uint32_t size) {
    const std::uint64_t whole = std::uint64_t{type.size} * 8;
    if (member.bits == 0) return member.offset_bits % 8 == 0 && member.offset_bits + whole <= std::uint64_t{size} * 8;
    const bool can = type.kind == Kind::boolean || type.kind == Kind::signed_integer ||
                     type.kind == Kind::unsigned_integer || type.kind == Kind::enumeration;
    return can && member.bits <= whole && member.offset_bits + std::uint64_t{member.bits} <= std::uint64_t{size} * 8;
  }

  [[nodiscard]] TypePtr with_tags(std::pair<TypeId, std::int32_t> place, const MemberRecord& member,
                                  TypePtr type) const {
    if (is_network_order(member.type))
      type = event::with_meaning(type, type->size == 4 && member.name.find("addr") != std::string_view::npos
                                           ? Meaning::ipv4
                                           : Meaning::network_order);
    const auto tags = tags_.find(place);
    if (tags == tags_.end()) return type;
    for (std::string_view tag : tags->second) {
      if (!tag.starts_with(kPrefix)) continue;
      tag.remove_prefix(kPrefix.size());
      if (tag == "text") type = event::as_text_type(type);
      else if (tag == "bytes") type = event::as_bytes_type(type);
      else if (const auto meaning = event::parse_meaning(tag)) type = event::with_meaning(type, *meaning);
    }
    return type;
  }

  // __be16, __be32 or __be64 (include/uapi/linux/types.h), behind other typedefs too, or an array of them.
  [[nodiscard]] bool is_network_order(TypeId id) const {
    for (int steps = 0; steps < kMostSteps; ++steps) {
      const Record& record = image_.at(id);
      switch (record.kind) {
        case BTF_KIND_TYPEDEF:
          if (record.name.starts_with("__be")) return true;
          [[fallthrough]];
        case BTF_KIND_CONST:
        case BTF_KIND_VOLATILE: id = record.type; break;
        case BTF_KIND_ARRAY: id = record.words[0]; break;
        default: return false;
      }
    }
    return false;
  }

  struct Known {
    TypePtr type;
    std::uint32_t members;
  };

  const Image& image_;
  const Tags& tags_;
  std::unordered_map<TypeId, Known> known_;
  std::uint32_t members_ = 0;  // of what was described last, and all that stands inside it
  int depth_ = 0;
};

}  // namespace

Tags tags_of(const Image& image) {
  Tags tags;
  for (TypeId id = 1; id < image.count(); ++id)
    if (const Record& record = image.at(id); record.kind == BTF_KIND_DECL_TAG)
      tags[{record.type, static_cast<std::int32_t>(record.words[0])}].push_back(record.name);
  return tags;
}

Result<event::TypePtr> describe(const Image& image, const Tags& tags, TypeId type) {
  if (type >= image.count()) return Error(EINVAL, fmt::format("there is no BTF type {}", type));
  return Describer(image, tags).describe(type);
}

}  // namespace waggle::btf
