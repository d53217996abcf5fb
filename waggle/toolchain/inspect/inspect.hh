// `waggle inspect`: what is in a file, without running it: an object, a package, a guest. The content decides which.
#pragma once

#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/toolchain/inspect/report.hh"

namespace waggle::toolchain {

struct InspectOptions {
  std::string name;  // the file's
  // Whose types answer CO-RE relocations: a file of BTF, or an object's. Empty: the running kernel's, and nobody where
  // it has none.
  std::string kernel;
};

// ENOEXEC with a sentence for what is nothing that waggle runs. It is not run and nothing is validated: a guest that is
// shown may still be refused.
Result<Report> inspect(Bytes file, const InspectOptions& options);

std::string write_text(const Report& report);
std::string write_json(const Report& report);

// The parts.
Result<ObjectReport> inspect_object(Bytes elf, const InspectOptions& options);
Result<PackageReport> inspect_package(Bytes file, const InspectOptions& options);
Result<GuestReport> inspect_guest(Bytes wasm, const InspectOptions& options);

}  // namespace waggle::toolchain
