#include "waggle/toolchain/header/header.hh"

#include <fmt/format.h>

#include <array>

#include "waggle/toolchain/header/choose.hh"

namespace waggle::toolchain {
namespace {

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

}  // namespace

std::optional<Language> parse_language(std::string_view word) {
  for (const LanguageRow& row : kLanguages)
    if (row.word == word) return row.language;
  return std::nullopt;
}

Result<std::string> write_header(Bytes btf, std::span<const std::string> types, const HeaderOptions& options) {
  WAGGLE_TRY(const btf::Image image, btf::Image::parse(btf));
  WAGGLE_TRY(const auto roots, choose_types(image, types));
  WAGGLE_TRY(const Layout layout, lay_out(image, roots, options.packed));
  if (layout.empty())
    return Error(ENOENT,
                 "its BTF has no structures; a type that is used only as a local variable is "
                 "not in it, unless the source has a global pointer to it");
  if (options.check) return write_c_check(layout, options);
  const auto* row = kLanguages.begin();
  while (row->language != options.language) ++row;
  return row->write(layout, options);
}

}  // namespace waggle::toolchain
