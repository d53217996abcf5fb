// Which types of a BTF a command line means.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/btf/image.hh"

namespace waggle::toolchain {

// Types are given as "event", "struct event", "union u", "enum e" or a typedef's name; none means every structure and
// union that has a name. ENOENT for one that is not there, with those that are called nearly so; EINVAL for a name that
// several different types have.
Result<std::vector<btf::TypeId>> choose_types(const btf::Image& image, std::span<const std::string> types);

}  // namespace waggle::toolchain
