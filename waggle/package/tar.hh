// Packages as tar archives: package.json, the object beside it, and types of kernels in the tree of btfhub. Unpacked
// into memory, never into files; an archive that reaches outside of itself is refused as a whole.
#pragma once

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

// A package as an archive: package.json, the object as `object_name`, and every RELEASE.btf below the folder `kernels`,
// whose tree is that of btfhub (ID/VERSION_ID/MACHINE/RELEASE.btf). The same content gives the same bytes.
Result<ByteVector> pack_tar(Bytes description, const std::string& object_name, Bytes object,
                            const std::string& kernels);

}  // namespace waggle::package
