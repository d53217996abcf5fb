// Where the sysroot of 64-bit guests is.
#pragma once

#include <string>

#include "waggle/base/result.hh"

namespace waggle::cli {

// WAGGLE_SYSROOT's, else the one beside the program: bin/waggle, share/waggle/sysroot. ENOENT with a sentence.
Result<std::string> find_sysroot();

}  // namespace waggle::cli
