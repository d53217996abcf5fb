// What an annotation's text means: which keys are known where, what their values must look like, and where in the
// source a wrong one stands. Keys that nobody knows are kept as they are.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "waggle/base/result.hh"
#include "waggle/toolchain/package_json/annotations.hh"

namespace waggle::toolchain {

using Json = nlohmann::ordered_json;

enum class Subject : std::uint8_t { variable, map, program, licence };

// Adds to `entry` what was said about it: paragraphs as "description", keys with JSON where their text is JSON, else
// with the text. EINVAL with "FILE:LINE: @key: ..." for what is no JSON where it must be, a key of something else, a
// value of the wrong kind, and a key that is said twice.
Result<void> add_annotations(Json& entry, Subject subject, const std::vector<Annotation>& annotations,
                             const std::string& file);

// EINVAL: "FILE:LINE: @key: SENTENCE".
Error wrong_annotation(const std::string& file, const Annotation& annotation, std::string_view sentence);

}  // namespace waggle::toolchain
