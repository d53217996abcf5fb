// What an output was made from, kept beside it in a hidden file, so that what nobody changed is not made again.
// Contents are compared, not times: a checkout and a copy have times of their own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::toolchain {

// Whether `output` is there as it was made, by these words and of inputs that are still the same.
bool is_current(const std::string& output, std::span<const std::string> words);

// Remembers that `output` was made by `words` of `inputs`.
Result<void> record(const std::string& output, std::span<const std::string> words, std::span<const std::string> inputs);

// The inputs that are remembered for `output`; empty where none are.
std::vector<std::string> inputs_of(const std::string& output);

// The files that a compiler's dependency rule (-MD) names behind its target.
std::vector<std::string> parse_dependencies(std::string_view rule);

}  // namespace waggle::toolchain
