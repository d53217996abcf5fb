#include "waggle/bpf/open/elf_file.hh"

#include <fmt/format.h>

#include <algorithm>

namespace waggle::bpf {
namespace {

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

// The text up to the next NUL; "" where there is none.
std::string_view name_at(std::string_view table, std::size_t at) {
  if (at >= table.size()) return {};
  const std::size_t length = table.substr(at).find('\0');
  return length == std::string_view::npos ? std::string_view() : table.substr(at, length);
}

}  // namespace

Result<ElfFile> ElfFile::parse(Bytes image) {
  ElfFile file;
  WAGGLE_CHECK(file.read_sections(image));
  const ElfSection* symbols = nullptr;
  for (const ElfSection& section : file.sections_) {
    if (section.header.sh_type != SHT_SYMTAB) continue;
    if (symbols != nullptr) return invalid("two tables of symbols");
    symbols = &section;
  }
  if (symbols != nullptr) file.read_symbols(*symbols);
  return file;
}

Result<void> ElfFile::read_sections(Bytes image) {
  if (image.size() < sizeof(Elf64_Ehdr)) return invalid("the ELF file ends inside its header");
  const auto header = record_at<Elf64_Ehdr>(image, 0);
  if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0 || header.e_shnum >= SHN_LORESERVE ||
      header.e_shoff > image.size() || (image.size() - header.e_shoff) / sizeof(Elf64_Shdr) < header.e_shnum)
    return invalid("the ELF file's table of sections is not where its header says");
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    ElfSection section{record_at<Elf64_Shdr>(image.subspan(header.e_shoff), i), {}, {}};
    const Elf64_Shdr& h = section.header;
    if (h.sh_type != SHT_NOBITS && h.sh_type != SHT_NULL) {
      if (h.sh_offset > image.size() || h.sh_size > image.size() - h.sh_offset)
        return invalid(fmt::format("section {} is not inside the file", i));
      section.bytes = image.subspan(h.sh_offset, h.sh_size);
    }
    sections_.push_back(section);
  }
  return read_names(header.e_shstrndx);
}

Result<void> ElfFile::read_names(std::size_t table) {
  if (table >= sections_.size() || sections_[table].header.sh_type != SHT_STRTAB)
    return invalid("the ELF file's sections have no names");
  const std::string_view names = as_text(sections_[table].bytes);
  for (ElfSection& section : sections_) section.name = name_at(names, section.header.sh_name);
  return {};
}

void ElfFile::read_symbols(const ElfSection& table) {
  const std::size_t link = table.header.sh_link;
  const bool named = link < sections_.size() && sections_[link].header.sh_type == SHT_STRTAB;
  const std::string_view names = named ? as_text(sections_[link].bytes) : std::string_view();
  for (std::size_t i = 0; i < table.bytes.size() / sizeof(Elf64_Sym); ++i) {
    const auto raw = record_at<Elf64_Sym>(table.bytes, i);
    symbols_.push_back({.name = name_at(names, raw.st_name),
                        .at = raw.st_value,
                        .size = raw.st_size,
                        .section = raw.st_shndx,
                        .type = static_cast<std::uint8_t>(ELF64_ST_TYPE(raw.st_info))});
  }
}

const ElfSection* ElfFile::section(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &ElfSection::name);
  return found == sections_.end() ? nullptr : &*found;
}

const ElfSection* ElfFile::section_of(const ElfSymbol& symbol) const {
  return symbol.section != SHN_UNDEF && symbol.section < sections_.size() ? &sections_[symbol.section] : nullptr;
}

}  // namespace waggle::bpf
