// What a BPF program's source says in documentation comments before its variables, maps, programs and licence, in the
// manner of eunomia-bpf: a paragraph describes, "@key text" says something in particular. Reads text only; which of the
// declared names are in the object, and what the keys mean, is for the reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waggle::toolchain {

struct Annotation {
  std::string key;   // "cmdarg"; "" of a paragraph without one
  std::string text;  // to the next key or blank line; its lines are joined by newlines
  unsigned line = 0;
};

// A declaration with the comment that stands directly before it.
struct Documented {
  std::vector<Annotation> annotations;
  // Every word of the declaration but its initial value, its structure's members and names of structures: the declared
  // name is one of them. Macros make declarations in too many ways to know which.
  std::vector<std::string> words;
};

std::vector<Documented> documented(std::string_view source);

// Whether C can call something so.
bool is_identifier(std::string_view text);

// The names of structures that are defined at the outermost level.
std::vector<std::string> structures_defined_in(std::string_view source);

// How btf_decl_tag says what a map's events are.
inline constexpr std::string_view kEventTag = "waggle:event=";

// The strings in the source that begin with `prefix`, which is the key; the rest is the text.
std::vector<Annotation> strings_with(std::string_view source, std::string_view prefix);

}  // namespace waggle::toolchain
