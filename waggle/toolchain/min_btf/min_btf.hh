// `waggle gen min-btf`: of a kernel's types those that objects ask for by CO-RE relocations, as BTF of its own, for
// kernels that bring none. A few hundred bytes instead of megabytes. Relocations get from it what they would get from
// the whole; only the numbers of types are others, and what needs the kernel's own BTF (fentry, tp_btf, lsm,
// struct_ops, calls of kernel functions) still does.
#pragma once

#include <span>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

struct ObjectFile {
  std::string name;
  ByteVector elf;
};

// Structures keep their size and the members that are asked for, at their places. BTF without types where nothing is
// asked. Errors name the object: ENOEXEC for what is none, ENOENT for one without BTF, EINVAL for broken BTF.
Result<ByteVector> write_min_btf(std::span<const ObjectFile> objects, Bytes kernel);

}  // namespace waggle::toolchain
