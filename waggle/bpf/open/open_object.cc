#include "waggle/bpf/open/open_object.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <bit>

#include "waggle/base/file.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/open/btf_check.hh"
#include "waggle/bpf/open/elf_file.hh"
#include "waggle/bpf/open/object_check.hh"

namespace waggle::bpf {
namespace {

constexpr std::size_t kMostKernelFile = std::size_t{1} << 30;  // an ELF file of a kernel with all that a debugger wants

Error said(const Error& error) {
  LibbpfScope::warn(error.message());
  return Error(error.code(), error.message());
}

// The BTF of a file that is BTF, or an ELF file with a section of it.
Result<Bytes> find_btf(Bytes file) {
  if (!as_text(file).starts_with(ELFMAG)) return file;
  WAGGLE_TRY(const ElfFile elf, ElfFile::parse(file));
  const ElfSection* const section = elf.section(".BTF");
  if (section == nullptr) return Error(EINVAL, "an ELF file without BTF");
  return section->bytes;
}

Result<UniqueFd> copy_kernel_btf(const char* path) {
  WAGGLE_TRY(const ByteVector file, read_file(path, kMostKernelFile));
  WAGGLE_TRY(const Bytes btf, find_btf(file));
  WAGGLE_CHECK(check_btf(btf));
  UniqueFd copy(::memfd_create("kernel BTF", MFD_CLOEXEC));
  if (!copy) return errno_error("memfd_create");
  WAGGLE_CHECK(write_all(copy.get(), btf));
  return copy;
}

// libbpf gives some errors as pointers that it does not know for errors: where a size became a negative number.
bool is_pointer(const void* pointer) {
  constexpr std::intptr_t kPage = 4096;
  return std::bit_cast<std::intptr_t>(pointer) >= kPage;
}

// Only what stands in a section of its own becomes a struct_ops map that can be used; libbpf takes the type's word for
// it, and reads what such a map has not. libbpf attaches them by itself, and no other map.
bool pretends_struct_ops(const bpf_object* object) {
  const auto claims = [](const bpf_map* map) { return ::bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS; };
  for (const bpf_map* map = nullptr; (map = ::bpf_object__next_map(object, map)) != nullptr;) {
    const bpf_map* const inner = ::bpf_map__inner_map(const_cast<bpf_map*>(map));
    if ((claims(map) && !::bpf_map__autoattach(map)) || (inner != nullptr && claims(inner))) return true;
  }
  return false;
}

}  // namespace

void close_object(bpf_object* object) { ::bpf_object__close(object); }

Result<OpenedObject> open_object(Bytes elf, const bpf_object_open_opts& options) {
  if (auto good = check_object(elf); !good.ok()) return said(good.error());
  OpenedObject opened;
  bpf_object_open_opts ours = options;
  std::string copy;
  if (options.btf_custom_path != nullptr) {
    auto btf = copy_kernel_btf(options.btf_custom_path);
    if (!btf.ok()) return said(std::move(btf).error().context(options.btf_custom_path));
    opened.kernel_btf = std::move(*btf);
    copy = fmt::format("/proc/self/fd/{}", opened.kernel_btf.get());
    ours.btf_custom_path = copy.c_str();
  }
  bpf_object* const raw = ::bpf_object__open_mem(elf.data(), elf.size(), &ours);
  if (raw == nullptr) return Error(errno != 0 ? errno : EINVAL);
  if (!is_pointer(raw)) return said(Error(EINVAL, "a size in it is negative"));
  opened.raw.reset(raw);
  if (pretends_struct_ops(raw)) return said(Error(EINVAL, "a map of type struct_ops outside of '.struct_ops'"));
  return opened;
}

}  // namespace waggle::bpf
