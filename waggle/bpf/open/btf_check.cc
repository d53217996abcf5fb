#include "waggle/bpf/open/btf_check.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include "waggle/btf/circles.hh"
#include "waggle/btf/image.hh"

namespace waggle::bpf {
namespace {

using btf::Image;
using btf::Record;
using btf::TypeId;

// Of places and sizes in a section: two of them can be added in 32 bits.
constexpr std::uint32_t kBiggest = std::uint32_t{256} << 20;
// Of all values in .kconfig. libbpf reads a value from a line of at most a page, maps as many pages as they need, and
// goes on writing there when the map was made smaller: there is one page at least. The room that is left is for a
// number of 8 bytes whose type has less.
constexpr std::uint64_t kMostOptions = 4096 - 8;
constexpr std::size_t kWordsPerEntry = 3;  // type, offset, size

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

bool is_struct_ops(std::string_view section) {
  if (section.starts_with('?')) section.remove_prefix(1);
  return section == ".struct_ops" || section == ".struct_ops.link";
}

// Of a number, or an array of them; 0 for anything else, which libbpf refuses, but not before it has measured it.
Result<std::uint64_t> option_size(const Image& image, const Record& variable) {
  TypeId id = image.strip(variable.type).value_or(0);
  std::uint64_t elements = 1;
  for (int steps = 0; image.at(id).kind == BTF_KIND_ARRAY && steps < btf::kMostSteps; ++steps) {
    elements = std::min<std::uint64_t>(elements * image.at(id).words[2], kBiggest);
    id = image.strip(image.at(id).words[0]).value_or(0);
  }
  const Record& type = image.at(id);
  const bool number = type.kind == BTF_KIND_INT || type.kind == BTF_KIND_ENUM || type.kind == BTF_KIND_ENUM64;
  const std::uint64_t size = elements * type.size;
  if (!number || size == 0 || size > kMostOptions)
    return invalid(fmt::format("'{}' in .kconfig is of a type that no option has", variable.name));
  return size;
}

Result<void> check_options(const Image& image, const Record& section, std::uint64_t& total) {
  for (std::size_t i = 0; i < section.words.size(); i += kWordsPerEntry) {
    const Record& variable = image.at(section.words[i]);
    if (variable.kind != BTF_KIND_VAR) return invalid(fmt::format("'{}' in .kconfig is no variable", variable.name));
    WAGGLE_TRY(const std::uint64_t size, option_size(image, variable));
    total += (size + 7) / 8 * 8;
    if (total > kMostOptions) return invalid(fmt::format("more than {} bytes of values in .kconfig", kMostOptions));
  }
  return {};
}

// libbpf copies the structure from the section and puts addresses of 8 bytes where its members are.
Result<void> check_operations(const Image& image, const Record& variable) {
  const auto id = image.strip(variable.type);
  if (!id || image.at(*id).kind != BTF_KIND_STRUCT) return {};  // which libbpf refuses
  const Record& type = image.at(*id);
  if (type.size > kBiggest) return invalid(fmt::format("struct {} is bigger than {} bytes", type.name, kBiggest));
  for (std::size_t i = 0; i < type.words.size() / kWordsPerEntry; ++i) {
    const btf::MemberRecord member = image.member(type, i);
    const std::uint64_t end = std::uint64_t{member.offset_bits} / 8 + image.size(member.type);
    if (end > type.size) return invalid(fmt::format("member {} of struct {} is not inside it", member.name, type.name));
  }
  return {};
}

Result<void> check_section(const Image& image, const Record& section) {
  for (std::size_t i = 0; i < section.words.size(); i += kWordsPerEntry) {
    const Record& entry = image.at(section.words[i]);
    if (entry.kind != BTF_KIND_VAR && entry.kind != BTF_KIND_FUNC)
      return invalid(fmt::format("'{}' in section '{}' is no variable", entry.name, section.name));
    if (section.words[i + 1] > kBiggest || section.words[i + 2] > kBiggest)
      return invalid(fmt::format("'{}' is not inside section '{}'", entry.name, section.name));
    if (entry.kind == BTF_KIND_VAR && is_struct_ops(section.name)) WAGGLE_CHECK(check_operations(image, entry));
  }
  return {};
}

}  // namespace

Result<void> check_btf(Bytes btf) {
  WAGGLE_TRY(const Image image, Image::parse(btf));
  WAGGLE_CHECK(check_circles(image));
  std::uint64_t options = 0;
  for (TypeId id = 1; id < image.count(); ++id) {
    const Record& record = image.at(id);
    if (record.kind != BTF_KIND_DATASEC) continue;
    WAGGLE_CHECK(check_section(image, record));
    if (record.name == ".kconfig") WAGGLE_CHECK(check_options(image, record, options));
  }
  return {};
}

}  // namespace waggle::bpf
