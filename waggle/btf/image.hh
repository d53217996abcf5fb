// BTF as it stands in an object (Documentation/bpf/btf.rst of the kernel), checked once and then indexed: every type
// number and every name that a record has is inside its table. Circles may still be there; who follows types counts
// steps. Not libbpf's parser, which says on stderr what it dislikes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::btf {

// A type's number within its BTF; 0 is void.
using TypeId = std::uint32_t;

// One type. What stands behind the common part is left as words; their meaning depends on the kind.
struct Record {
  std::string_view name = {};
  std::uint32_t kind = 0;  // BTF_KIND_*
  bool flag = false;       // kind_flag
  std::uint32_t size = 0;  // in bytes, of kinds that have one
  TypeId type = 0;         // what it refers to, for the other kinds
  std::span<const std::uint32_t> words = {};
};

// A member of a structure or union, or an entry of a section.
struct MemberRecord {
  std::string_view name;
  TypeId type = 0;
  std::uint32_t offset_bits = 0;
  std::uint32_t bits = 0;  // of a bit-field, else 0
};

class Image {
 public:
  Image(Image&&) = default;
  Image& operator=(Image&&) = default;

  // EINVAL with a sentence for what is no BTF, or refers to what is not there. Both byte orders.
  static Result<Image> parse(Bytes btf);

  // How many types there are, with void.
  [[nodiscard]] TypeId count() const { return static_cast<TypeId>(records_.size()); }
  // `id` < count().
  [[nodiscard]] const Record& at(TypeId id) const { return records_[id]; }
  // "" outside the table.
  [[nodiscard]] std::string_view string(std::uint32_t offset) const;

  // What is behind typedefs and qualifiers; nullopt where they go in circles.
  [[nodiscard]] std::optional<TypeId> strip(TypeId id) const;
  // In bytes; 0 for what has none, or an absurd one.
  [[nodiscard]] std::uint32_t size(TypeId id) const;
  // Of a structure or union; `i` < its words / 3.
  [[nodiscard]] MemberRecord member(const Record& composite, std::size_t i) const;

 private:
  Image() = default;
  Result<void> parse_types();
  [[nodiscard]] Result<void> check(TypeId id) const;

  std::vector<std::uint32_t> words_;
  std::vector<char> strings_;
  std::vector<Record> records_;  // their views are of the two above
};

// Types are followed so many steps; C programs need a handful.
inline constexpr int kMostSteps = 64;

}  // namespace waggle::btf
