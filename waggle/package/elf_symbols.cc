#include "waggle/package/elf_symbols.hh"

#include <gelf.h>
#include <libelf.h>

#include <algorithm>

#include "waggle/base/c_ptr.hh"

namespace waggle::package {

Result<ElfSymbols> ElfSymbols::parse(Bytes elf) {
  ::elf_version(EV_CURRENT);
  ByteVector copy(elf.begin(), elf.end());  // the library wants it writable
  const CPtr<Elf, elf_end> file(::elf_memory(reinterpret_cast<char*>(copy.data()), copy.size()));
  if (!file || ::elf_kind(file.get()) != ELF_K_ELF) return Error(ENOEXEC, "not an ELF file");
  ElfSymbols found;
  std::size_t headers = 0;
  if (::elf_getphdrnum(file.get(), &headers) != 0) headers = 0;
  for (std::size_t i = 0; i < headers; ++i) {
    GElf_Phdr header;
    if (::gelf_getphdr(file.get(), static_cast<int>(i), &header) == nullptr || header.p_type != PT_LOAD) continue;
    found.segments_.push_back({header.p_offset, header.p_filesz, header.p_vaddr});
  }
  for (Elf_Scn* section = nullptr; (section = ::elf_nextscn(file.get(), section)) != nullptr;) {
    GElf_Shdr header;
    if (::gelf_getshdr(section, &header) == nullptr) continue;
    if ((header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM) || header.sh_entsize == 0) continue;
    Elf_Data* const data = ::elf_getdata(section, nullptr);
    const std::uint64_t count = header.sh_size / header.sh_entsize;
    for (std::uint64_t i = 0; data != nullptr && i < count; ++i) {
      GElf_Sym symbol;
      if (::gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) break;
      if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_value == 0) continue;
      const char* const name = ::elf_strptr(file.get(), header.sh_link, symbol.st_name);
      if (name != nullptr) found.symbols_.push_back({symbol.st_value, symbol.st_value + symbol.st_size, name});
    }
  }
  std::ranges::sort(found.symbols_, {}, &Symbol::begin);
  return found;
}

std::string_view ElfSymbols::at(std::uint64_t file_offset) const {
  for (const Segment& segment : segments_) {
    if (file_offset < segment.offset || file_offset - segment.offset >= segment.size) continue;
    const std::uint64_t address = file_offset - segment.offset + segment.address;
    auto after = std::ranges::upper_bound(symbols_, address, {}, &Symbol::begin);
    while (after != symbols_.begin()) {
      --after;
      const bool holds = address < after->end || after->begin == after->end;  // hand-written ones have no size
      if (holds) return after->name;
      if (address - after->begin > (std::uint64_t{1} << 24)) break;
    }
  }
  return {};
}

}  // namespace waggle::package
