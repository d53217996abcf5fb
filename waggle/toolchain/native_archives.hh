// What link rules of libbpf programs name and no guest can be linked with: the native archives of libraries that the
// sysroot has. A tree that built its libbpf for the machine builds its guests with the same rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"

namespace waggle::toolchain {

// Whether the first member of an archive is an ELF object; not for what is no archive, or is empty.
bool is_native_archive(Bytes archive);

// In a compiler's words, puts the sysroot's own library for libbpf, libelf and libz where a path (.output/libbpf.a) or
// the first folder of -L that has it leads to a native one. Answers the names of those: "libbpf.a". Files that cannot
// be read are left to the linker.
std::vector<std::string> replace_native_archives(std::vector<std::string>& words, const std::string& sysroot);

}  // namespace waggle::toolchain
