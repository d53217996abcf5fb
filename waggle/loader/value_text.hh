// Values as people write them, into the bytes of a variable, key or value of the kernel's: "0x10", "true", "sshd",
// "10.0.0.1", "READ", "1,2,3". Pure.
#pragma once

#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::loader {

// `to` has the type's size. EINVAL or ERANGE with a sentence that says what this type takes, and its range.
Result<void> write_value(const event::Type& type, std::string_view text, MutableBytes to);

// What values of this type look like, for help: "NUMBER", "TEXT", "true|false", "READ|WRITE".
std::string value_words(const event::Type& type);

}  // namespace waggle::loader
