// Text made from the tables of verb.hh.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "waggle/cli/verb.hh"

namespace waggle::cli {

// `waggle --help`: the verbs.
std::string overview();
// `waggle VERB --help`: on one screen.
std::string help(const Verb& verb);
// The manual page, in roff; see man(7).
std::string manual();
// A completion script; nullopt for a shell that has none.
std::optional<std::string> completion(std::string_view shell);

}  // namespace waggle::cli
