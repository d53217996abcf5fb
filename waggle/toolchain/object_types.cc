#include "waggle/toolchain/object_types.hh"

#include <linux/btf.h>

#include <cstring>

#include "waggle/base/file.hh"
#include "waggle/bpf/object_spec.hh"

namespace waggle::toolchain {
namespace {

bool is_raw_btf(Bytes file) {
  std::uint16_t magic = 0;
  if (file.size() < sizeof magic) return false;
  std::memcpy(&magic, file.data(), sizeof magic);
  return magic == BTF_MAGIC;
}

}  // namespace

Result<ByteVector> read_types(const std::string& path) {
  WAGGLE_TRY(ByteVector file, read_file(path, kLargestFile).context(path));
  if (is_raw_btf(file)) return file;
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(file, path));
  const Bytes btf = spec.btf();
  if (btf.empty()) return Error(ENOENT, path + " has no BTF; compile it with -g, and strip it with llvm-strip -g");
  return ByteVector(btf.begin(), btf.end());
}

}  // namespace waggle::toolchain
