#include "waggle/toolchain/header/header.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <array>

namespace waggle::toolchain {
namespace {

using btf::Image;
using btf::TypeId;

struct LanguageRow {
  std::string_view word;
  Language language;
  std::string (*write)(const Layout&, const HeaderOptions&);
};
constexpr std::array kLanguages{
    LanguageRow{"c", Language::c, write_c},
    LanguageRow{"rust", Language::rust, write_rust},
    LanguageRow{"go", Language::go, write_go},
    LanguageRow{"zig", Language::zig, write_zig},
    LanguageRow{"ts", Language::typescript, write_typescript},
    LanguageRow{"py", Language::python, write_python},
};

// Which kinds of types a word may mean: a tag in front says it.
struct Wanted {
  std::string_view name;
  std::string_view tag;

  [[nodiscard]] bool means(const btf::Record& record) const {
    if (record.name != name) return false;
    switch (record.kind) {
      case BTF_KIND_STRUCT: return tag.empty() || tag == "struct";
      case BTF_KIND_UNION: return tag.empty() || tag == "union";
      case BTF_KIND_ENUM:
      case BTF_KIND_ENUM64: return tag.empty() || tag == "enum";
      case BTF_KIND_TYPEDEF: return tag.empty();
      default: return false;
    }
  }
};

Wanted parse_wanted(std::string_view word) {
  for (const std::string_view tag : {"struct", "union", "enum"})
    if (word.starts_with(tag) && word.size() > tag.size() && word[tag.size()] == ' ')
      return {word.substr(tag.size() + 1), tag};
  return {word, {}};
}

// A typedef and the structure behind it are one type.
Result<TypeId> find(const Image& image, std::string_view word) {
  const Wanted wanted = parse_wanted(word);
  TypeId found = 0;
  for (TypeId id = 1; id < image.count(); ++id) {
    if (!wanted.means(image.at(id))) continue;
    if (found == 0) found = id;
    else if (image.strip(found) != image.strip(id))
      return Error(EINVAL, fmt::format("'{}' is ambiguous: BTF types {} and {} have this name", word, found, id));
  }
  if (found == 0) return Error(ENOENT, fmt::format("there is no structure, union or enumeration '{}'", word));
  return found;
}

std::vector<TypeId> all_structures(const Image& image) {
  std::vector<TypeId> all;
  for (TypeId id = 1; id < image.count(); ++id) {
    const btf::Record& record = image.at(id);
    if (!record.name.empty() && (record.kind == BTF_KIND_STRUCT || record.kind == BTF_KIND_UNION)) all.push_back(id);
  }
  return all;
}

Result<std::vector<TypeId>> choose(const Image& image, std::span<const std::string> types) {
  if (types.empty()) return all_structures(image);
  std::vector<TypeId> chosen;
  for (const std::string& type : types) {
    WAGGLE_TRY(const TypeId id, find(image, type));
    chosen.push_back(id);
  }
  return chosen;
}

}  // namespace

std::optional<Language> parse_language(std::string_view word) {
  for (const LanguageRow& row : kLanguages)
    if (row.word == word) return row.language;
  return std::nullopt;
}

Result<std::string> write_header(Bytes btf, std::span<const std::string> types, const HeaderOptions& options) {
  WAGGLE_TRY(const Image image, Image::parse(btf));
  WAGGLE_TRY(const std::vector<TypeId> roots, choose(image, types));
  WAGGLE_TRY(const Layout layout, lay_out(image, roots, options.packed));
  if (layout.empty())
    return Error(ENOENT,
                 "its BTF has no structures; a type that is used only as a local variable is "
                 "not in it, unless the source has a global pointer to it");
  const auto* row = kLanguages.begin();
  while (row->language != options.language) ++row;
  return row->write(layout, options);
}

}  // namespace waggle::toolchain
