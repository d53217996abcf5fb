// One definition in C, for whoever writes C: headers, skeletons.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {

// For which guests: any, or only those whose long and pointers have the kernel's size, where they can be called so.
enum class CDialect : std::uint8_t { any_guest, lp64 };

// "event" is "struct event"; an enumeration or a typedef likewise as a declaration would name it.
std::string c_type_name(const Definition& definition);
// "unsigned long long"; what it stands for is a comment behind it.
std::string c_scalar(const Scalar& scalar, CDialect dialect = CDialect::any_guest);
// A name that neither C nor C++ keeps for itself.
std::string c_name(std::string_view name);
// The member's declaration, with the semicolon, its structure written out where it has no name of its own; every line
// is indented by `depth` steps.
std::string c_member(const Member& member, int depth, CDialect dialect = CDialect::any_guest);
// The whole definition, with its semicolon and line end.
std::string c_definition(const Definition& definition, CDialect dialect = CDialect::any_guest);

}  // namespace waggle::toolchain
