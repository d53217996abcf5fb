// `waggle gen header`: the structures of an object as source text of the guest's language, in exactly the kernel's
// layout. Chooses the language; choose.hh the types, layout.hh knows the memory, the files beside it one language each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {

enum class Language : std::uint8_t { c, rust, go, zig, typescript, python };

// "c", "rust", "go", "zig", "ts", "py"; nullopt for one that is not here.
std::optional<Language> parse_language(std::string_view word);

struct HeaderOptions {
  Language language = Language::c;
  // C only: the first generation's form. Every structure is packed, only sizes are asserted.
  bool packed = false;
  // C only: a program instead, which says of bit-fields whether they lie where they should. Exits with 0 if all do.
  bool check = false;
  // What the text is made from, a file's name; it becomes the include guard.
  std::string name;
};

// `types` as choose_types() takes them, with its errors; EINVAL for one that has no layout.
Result<std::string> write_header(Bytes btf, std::span<const std::string> types, const HeaderOptions& options);

// What the languages' files give.
std::string write_c(const Layout& layout, const HeaderOptions& options);
std::string write_c_check(const Layout& layout, const HeaderOptions& options);
std::string write_rust(const Layout& layout, const HeaderOptions& options);
std::string write_go(const Layout& layout, const HeaderOptions& options);
std::string write_zig(const Layout& layout, const HeaderOptions& options);
std::string write_typescript(const Layout& layout, const HeaderOptions& options);
std::string write_python(const Layout& layout, const HeaderOptions& options);

}  // namespace waggle::toolchain
