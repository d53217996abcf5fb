// How C writes the type of a value: "const char *", "struct event", "int (*)[4]".
#pragma once

#include <string>

#include "waggle/btf/image.hh"

namespace waggle::btf {

// Without what qualifies the value itself or its elements: a variable that is a const volatile char[16] holds a
// char[16]. Has "..." where the type goes in circles.
std::string c_name(const Image& image, TypeId type);

}  // namespace waggle::btf
