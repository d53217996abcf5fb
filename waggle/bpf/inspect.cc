#include "waggle/bpf/inspect.hh"

#include <bpf/libbpf.h>
#include <gelf.h>

#include "waggle/base/c_ptr.hh"

namespace waggle::bpf {

std::string_view type_name(const Program& program) {
  const char* name = libbpf_bpf_prog_type_str(bpf_program__type(program.raw()));
  return name ? name : "unknown";
}

std::size_t instruction_count(const Program& program) { return bpf_program__insn_cnt(program.raw()); }

std::string licence_of(Bytes image) {
  ::elf_version(EV_CURRENT);
  // libelf reads only, but does not say so.
  const auto* bytes = reinterpret_cast<const char*>(image.data());
  const CPtr<Elf, elf_end> elf(::elf_memory(const_cast<char*>(bytes), image.size()));
  std::size_t names = 0;
  if (!elf || ::elf_getshdrstrndx(elf.get(), &names) != 0) return {};
  for (Elf_Scn* section = nullptr; (section = ::elf_nextscn(elf.get(), section)) != nullptr;) {
    GElf_Shdr header{};
    if (!::gelf_getshdr(section, &header)) continue;
    const char* name = ::elf_strptr(elf.get(), names, header.sh_name);
    const Elf_Data* data = name && std::string_view(name) == "license" ? ::elf_getdata(section, nullptr) : nullptr;
    if (!data || !data->d_buf) continue;
    const std::string_view text(static_cast<const char*>(data->d_buf), data->d_size);
    return std::string(text.substr(0, text.find('\0')));
  }
  return {};
}

}  // namespace waggle::bpf
