// Packages as tar archives: package.json, the object beside it, and types of kernels in the tree of btfhub. Unpacked
// into memory, never into files; an archive that reaches outside of itself is refused as a whole.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/package/package.hh"

namespace waggle::package {

struct Archive {
  ByteVector description;  // package.json; empty where there is none
  std::string object_path;
  ByteVector object;  // *.bpf.o, else *.o; empty where there is none
  std::vector<KernelTypes> kernels;
};

// Also of a compressed one, which may be something else inside.
bool is_tar(Bytes bytes);
// ENOEXEC with a sentence for what is damaged, EINVAL for two objects; EPERM naming the entry for "..", links and
// devices; EFBIG for one that grows too large.
Result<Archive> unpack_tar(Bytes bytes);

// The kernel that a file's place in btfhub's tree names, ID/VERSION_ID/MACHINE/RELEASE.btf, without its types; nullopt
// for other places.
std::optional<KernelTypes> kernel_at(std::string_view place);

// A package as an archive: package.json, the object as `object_name`, and the types of kernels in btfhub's tree, in
// their order here. The same content gives the same bytes. ENAMETOOLONG naming the entry whose path has no room.
Result<ByteVector> pack_tar(Bytes description, const std::string& object_name, Bytes object,
                            std::span<const KernelTypes> kernels);

}  // namespace waggle::package
