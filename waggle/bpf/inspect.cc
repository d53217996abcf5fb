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

std::vector<ElfSection> sections_of(Bytes image) {
  std::vector<ElfSection> found;
  ::elf_version(EV_CURRENT);
  // libelf reads only, but does not say so.
  const auto* bytes = reinterpret_cast<const char*>(image.data());
  const CPtr<Elf, elf_end> elf(::elf_memory(const_cast<char*>(bytes), image.size()));
  std::size_t names = 0;
  if (!elf || ::elf_getshdrstrndx(elf.get(), &names) != 0) return found;
  for (Elf_Scn* section = nullptr; (section = ::elf_nextscn(elf.get(), section)) != nullptr;) {
    GElf_Shdr header{};
    if (!::gelf_getshdr(section, &header)) continue;
    const char* const name = ::elf_strptr(elf.get(), names, header.sh_name);
    ElfSection entry{.name = name ? name : "",
                     .is_code = header.sh_type == SHT_PROGBITS && (header.sh_flags & SHF_EXECINSTR) != 0,
                     .bytes = {}};
    const Elf_Data* const data = header.sh_type == SHT_NOBITS ? nullptr : ::elf_getdata(section, nullptr);
    if (data && data->d_buf) {
      const auto* const begin = static_cast<const std::byte*>(data->d_buf);
      entry.bytes.assign(begin, begin + data->d_size);
    }
    found.push_back(std::move(entry));
  }
  return found;
}

ByteVector section_bytes(Bytes elf, std::string_view name) {
  for (ElfSection& section : sections_of(elf))
    if (section.name == name) return std::move(section.bytes);
  return {};
}

std::string licence_of(Bytes elf) {
  const ByteVector bytes = section_bytes(elf, "license");
  const std::string_view text = as_text(bytes);
  return std::string(text.substr(0, text.find('\0')));
}

}  // namespace waggle::bpf
