// The description of an object in a package ("meta"): its global variables, maps and programs, what was said about
// them, and which structures its events have.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/toolchain/package_json/annotation_value.hh"
#include "waggle/toolchain/package_json/package_json.hh"

namespace waggle::toolchain {

// Errors as write_package.
Result<Json> meta_of(Bytes elf, const PackageSource& source);

}  // namespace waggle::toolchain
