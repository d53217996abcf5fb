#include "waggle/toolchain/header/choose.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

namespace waggle::toolchain {
namespace {

using btf::Image;
using btf::TypeId;

// Which kinds of types a word may mean: a tag in front says it.
struct Wanted {
  std::string_view name;
  std::string_view tag;

  [[nodiscard]] bool means_kind(std::uint32_t kind) const {
    switch (kind) {
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

// How many letters must be changed, added or left out to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// "; did you mean 'event'?", or nothing.
std::string suggestion(const Image& image, const Wanted& wanted) {
  constexpr std::size_t kMost = 3;
  const std::size_t allowed = 1 + wanted.name.size() / 5;
  std::set<std::pair<std::size_t, std::string_view>> near;
  for (TypeId id = 1; id < image.count(); ++id) {
    const btf::Record& record = image.at(id);
    if (record.name.empty() || !wanted.means_kind(record.kind)) continue;
    if (const std::size_t far = distance(wanted.name, record.name); far <= allowed) near.emplace(far, record.name);
  }
  std::string text;
  std::size_t named = 0;
  for (const auto& [far, name] : near) {
    if (named++ == kMost) break;
    text += fmt::format("{}'{}'", text.empty() ? "; did you mean " : " or ", name);
  }
  return text.empty() ? text : text + "?";
}

// A typedef and the structure behind it are one type.
Result<TypeId> find(const Image& image, std::string_view word) {
  const Wanted wanted = parse_wanted(word);
  TypeId found = 0;
  for (TypeId id = 1; id < image.count(); ++id) {
    if (image.at(id).name != wanted.name || !wanted.means_kind(image.at(id).kind)) continue;
    if (found == 0) found = id;
    else if (image.strip(found) != image.strip(id))
      return Error(EINVAL, fmt::format("'{}' is ambiguous: BTF types {} and {} have this name", word, found, id));
  }
  if (found != 0) return found;
  return Error(ENOENT,
               fmt::format("there is no structure, union or enumeration '{}'{}", word, suggestion(image, wanted)));
}

std::vector<TypeId> all_structures(const Image& image) {
  std::vector<TypeId> all;
  for (TypeId id = 1; id < image.count(); ++id) {
    const btf::Record& record = image.at(id);
    if (!record.name.empty() && (record.kind == BTF_KIND_STRUCT || record.kind == BTF_KIND_UNION)) all.push_back(id);
  }
  return all;
}

}  // namespace

Result<std::vector<TypeId>> choose_types(const Image& image, std::span<const std::string> types) {
  if (types.empty()) return all_structures(image);
  std::vector<TypeId> chosen;
  for (const std::string& type : types) {
    WAGGLE_TRY(const TypeId id, find(image, type));
    chosen.push_back(id);
  }
  return chosen;
}

}  // namespace waggle::toolchain
