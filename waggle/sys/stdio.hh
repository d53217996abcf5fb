// Standard input, output and error of a guest, at 0, 1 and 2: the process's own, or an embedder's.
#pragma once

#include <functional>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/policy/grants.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::sys {

// Puts the three into an empty table. Output and error are shown as terminals whatever they
// are, so that a guest's libc writes them line by line and a signal loses no line. Where the
// grant stdio is missing, a number is taken by something that refuses every use with EPERM, so
// that no file the guest opens is mistaken for its output; where the host has it closed, EBADF.
Result<void> open_stdio(Descriptors& table, policy::Grants grants);

// Takes what a guest writes to its output (1) or error (2). Must not throw.
using TextSink = std::function<void(int number, std::string_view text)>;
// The same where an embedder takes the output; there is nothing to read.
Result<void> open_stdio_to(Descriptors& table, policy::Grants grants, const TextSink& sink);

}  // namespace waggle::sys
