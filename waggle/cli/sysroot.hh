// Where the sysroot of 64-bit guests is, and the rest of the SDK.
#pragma once

#include <string>

#include "waggle/base/result.hh"

namespace waggle::cli {

// WAGGLE_SYSROOT's, else the one beside the program: bin/waggle, share/waggle/sysroot. ENOENT with a sentence.
Result<std::string> find_sysroot();
// Headers of the other guests (c/include) and templates of projects: WAGGLE_SDK's, else beside the program:
// share/waggle/sdk.
Result<std::string> find_sdk();

// Where waggle itself is: what stands before bin/waggle.
Result<std::string> find_prefix();

}  // namespace waggle::cli
