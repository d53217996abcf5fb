// Makes of an object and the sources that it came from a package in today's JSON of eunomia-bpf (or YAML with the same
// keys): the object, compressed, and its description. waggle/package reads it back. Touches no file and no kernel.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

enum class PackageLanguage : std::uint8_t { json, yaml };

struct PackageSource {
  std::string name;         // of the package: what stands before ".bpf.c"
  std::string program;      // the source's path, for messages
  std::string_view text;    // of the program; its documentation comments say what BTF does not
  std::string_view events;  // text of the header that defines what events look like; empty for none
  std::string header;       // its path, for messages
};

// The structures that events may have, by what the sources say: "@event NAME" before a map,
// btf_decl_tag("waggle:event=NAME") on one, and all structures of the header.
std::vector<std::string> event_structures(const PackageSource& source);

// C that must be compiled before the program (-include) so that the object's BTF has these structures, also where the
// program uses them only in local variables: functions that nobody calls, which libbpf never loads. (A variable in a
// section of its own would do, but libbpf says of it at every opening that it skips it.)
std::string keep_structures(const std::vector<std::string>& names);

struct PackageText {
  std::string description;  // what stands under "meta", alone
  std::string package;      // the whole
};

// EINVAL with "FILE:LINE: ..." for annotations that are wrong (annotation_value.hh), and for an event that the object
// has no structure for; ENOENT for an object without BTF.
Result<PackageText> write_package(Bytes elf, const PackageSource& source, PackageLanguage language);

}  // namespace waggle::toolchain
