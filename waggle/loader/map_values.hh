// Fills maps from words: numbers, texts and addresses by the types of keys and values, and, where a map keeps
// references, cgroups by path, programs and maps by name.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/loader/object.hh"

namespace waggle::loader {

// Each is "NAME.KEY=VALUE". ENOENT for a map that is not there; what write_value says for a wrong key or value.
Result<void> fill_maps(Loaded& loaded, const std::vector<std::string>& values);
// Enters a cgroup into every map that holds cgroups; how many there are.
Result<std::size_t> enter_cgroup(Loaded& loaded, const std::string& path);

}  // namespace waggle::loader
