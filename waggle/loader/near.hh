// Words that look like a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace waggle::loader {

// "; did you mean 'pid'?", or "" where nothing is near: at most a third of the letters differ.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace waggle::loader
