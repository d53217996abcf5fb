// JSON as YAML 1.2: blocks for what nests, and texts as JSON writes them, which is YAML too.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace waggle::toolchain {

// Ends in a newline.
std::string yaml(const nlohmann::ordered_json& value);

}  // namespace waggle::toolchain
