#include "waggle/btf/image.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace waggle::btf {
namespace {

constexpr std::size_t kCommonWords = 3;  // struct btf_type

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

std::uint32_t swap(std::uint32_t word) {
  return word >> 24 | (word >> 8 & 0xff00) | (word << 8 & 0xff0000) | word << 24;
}

// Words that follow the common part; nullopt for a kind that we do not know.
std::optional<std::size_t> words_of(std::uint32_t kind, std::size_t vlen) {
  switch (kind) {
    case BTF_KIND_INT:
    case BTF_KIND_VAR:
    case BTF_KIND_DECL_TAG: return 1;
    case BTF_KIND_ARRAY: return 3;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
    case BTF_KIND_DATASEC:
    case BTF_KIND_ENUM64: return 3 * vlen;
    case BTF_KIND_ENUM:
    case BTF_KIND_FUNC_PROTO: return 2 * vlen;
    case BTF_KIND_PTR:
    case BTF_KIND_FWD:
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_CONST:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_FUNC:
    case BTF_KIND_FLOAT:
    case BTF_KIND_TYPE_TAG: return 0;
    default: return std::nullopt;
  }
}

bool has_size(std::uint32_t kind) {
  switch (kind) {
    case BTF_KIND_INT:
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
    case BTF_KIND_ENUM:
    case BTF_KIND_ENUM64:
    case BTF_KIND_DATASEC:
    case BTF_KIND_FLOAT: return true;
    default: return false;
  }
}

// Where in `words` type numbers stand: the first, and how far apart.
struct References {
  std::size_t first, step;
};

std::optional<References> references_of(std::uint32_t kind) {
  switch (kind) {
    case BTF_KIND_ARRAY: return References{0, 3};  // the element's; the index type tells nothing
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION: return References{1, 3};
    case BTF_KIND_FUNC_PROTO: return References{1, 2};
    case BTF_KIND_DATASEC: return References{0, 3};
    default: return std::nullopt;
  }
}

bool is_modifier(std::uint32_t kind) {
  return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_CONST || kind == BTF_KIND_RESTRICT ||
         kind == BTF_KIND_TYPE_TAG;
}

}  // namespace

Result<Image> Image::parse(Bytes btf) {
  btf_header header{};
  if (btf.size() < sizeof header) return invalid(fmt::format("no BTF: only {} bytes", btf.size()));
  std::memcpy(&header, btf.data(), sizeof header);
  const bool swapped = header.magic == 0x9feb;
  if (!swapped && header.magic != BTF_MAGIC)
    return invalid(fmt::format("no BTF: it begins with {:#06x}", header.magic));
  if (swapped)
    for (auto* word : {&header.hdr_len, &header.type_off, &header.type_len, &header.str_off, &header.str_len})
      *word = swap(*word);
  if (header.version != BTF_VERSION) return invalid(fmt::format("BTF of version {}, which is unknown", header.version));
  if (header.hdr_len < sizeof header || header.hdr_len > btf.size()) return invalid("BTF with a broken header");

  const Bytes body = btf.subspan(header.hdr_len);
  const auto inside = [&body](std::uint32_t offset, std::uint32_t length) {
    return offset <= body.size() && length <= body.size() - offset;
  };
  if (!inside(header.type_off, header.type_len) || !inside(header.str_off, header.str_len) || header.type_len % 4 != 0)
    return invalid("BTF is cut off: its header names sections that are not there");

  Image image;
  const std::string_view strings = as_text(body.subspan(header.str_off, header.str_len));
  if (strings.empty() || strings.front() != '\0' || strings.back() != '\0')
    return invalid("BTF with a broken table of names");
  image.strings_.assign(strings.begin(), strings.end());
  image.words_.resize(header.type_len / 4);
  if (header.type_len != 0) std::memcpy(image.words_.data(), body.data() + header.type_off, header.type_len);
  // Everything in the type section is a word of four bytes.
  if (swapped) std::ranges::transform(image.words_, image.words_.begin(), swap);
  WAGGLE_CHECK(image.parse_types());
  return image;
}

std::string_view Image::string(std::uint32_t offset) const {
  return offset < strings_.size() ? std::string_view(strings_.data() + offset) : std::string_view();
}

Result<void> Image::parse_types() {
  records_.emplace_back();  // void
  std::span<const std::uint32_t> rest = words_;
  while (!rest.empty()) {
    if (rest.size() < kCommonWords) return invalid("BTF is cut off within a type");
    Record record{.kind = BTF_INFO_KIND(rest[1]), .flag = BTF_INFO_KFLAG(rest[1]) != 0};
    const auto words = words_of(record.kind, BTF_INFO_VLEN(rest[1]));
    if (!words) return invalid(fmt::format("BTF type {} is of a kind that is unknown: {}", count(), record.kind));
    if (rest[0] >= strings_.size()) return invalid(fmt::format("BTF type {} has a name that is not there", count()));
    if (rest.size() - kCommonWords < *words) return invalid("BTF is cut off within a type");
    record.name = string(rest[0]);
    (has_size(record.kind) ? record.size : record.type) = rest[2];
    record.words = rest.subspan(kCommonWords, *words);
    records_.push_back(record);
    rest = rest.subspan(kCommonWords + *words);
  }
  for (TypeId id = 1; id < count(); ++id) WAGGLE_CHECK(check(id));
  return {};
}

Result<void> Image::check(TypeId id) const {
  const Record& record = at(id);
  bool inside = record.type < count();
  if (const auto where = references_of(record.kind))
    for (std::size_t i = where->first; i < record.words.size(); i += where->step)
      inside = inside && record.words[i] < count();
  if (!inside && record.kind != BTF_KIND_FWD)
    return invalid(fmt::format("BTF type {} ({}) refers to a type that is not there", id, record.name));
  return {};
}

std::optional<TypeId> Image::strip(TypeId id) const {
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (!is_modifier(at(id).kind)) return id;
    id = at(id).type;
  }
  return std::nullopt;
}

std::uint32_t Image::size(TypeId id) const {
  std::uint64_t elements = 1;
  for (int steps = 0; steps < kMostSteps; ++steps) {
    const auto bare = strip(id);
    if (!bare) return 0;
    const Record& record = at(*bare);
    if (record.kind == BTF_KIND_ARRAY) {
      elements *= record.words[2];
      if (elements > UINT32_MAX) return 0;
      id = record.words[0];
      continue;
    }
    const std::uint64_t size = elements * (record.kind == BTF_KIND_PTR ? 8 : has_size(record.kind) ? record.size : 0);
    return size <= UINT32_MAX ? static_cast<std::uint32_t>(size) : 0;
  }
  return 0;
}

MemberRecord Image::member(const Record& composite, std::size_t i) const {
  const auto words = composite.words.subspan(3 * i, 3);
  MemberRecord member{.name = string(words[0]), .type = words[1], .offset_bits = words[2]};
  if (composite.flag) {
    member.offset_bits = BTF_MEMBER_BIT_OFFSET(words[2]);
    member.bits = BTF_MEMBER_BITFIELD_SIZE(words[2]);
  }
  return member;
}

}  // namespace waggle::btf
