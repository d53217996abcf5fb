// The kernel's types for kernels that do not bring them: chosen from those that a package carries.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// What a kernel is called, as btfhub's folders are.
struct KernelName {
  std::string id, version_id, machine, release;

  // Of the running one: uname(2) and /etc/os-release.
  static KernelName running();
  // With the text of an os-release file (os-release(5)).
  static KernelName parse(std::string_view os_release, std::string machine, std::string release);
};

// The one of exactly this kernel; null for none.
const package::KernelTypes* choose(std::span<const package::KernelTypes> all, const KernelName& name);

// A file with these types that has a path only while it is open.
struct TypesFile {
  UniqueFd file;
  std::string path;
};
Result<TypesFile> as_file(const package::KernelTypes& types);

}  // namespace waggle::loader
