// An ELF file of 64 bits and this machine's byte order as a list of sections and one of symbols, checked once: every
// section and name that it gives out is inside the image. Knows nothing of BPF.
#pragma once

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

struct ElfSection {
  Elf64_Shdr header{};
  std::string_view name;
  Bytes bytes;  // empty for SHT_NOBITS

  [[nodiscard]] bool executable() const {
    return header.sh_type == SHT_PROGBITS && (header.sh_flags & SHF_EXECINSTR) != 0;
  }
};

struct ElfSymbol {
  std::string_view name;  // "" where it has none
  std::uint64_t at = 0, size = 0;
  std::uint16_t section = 0;  // SHN_*, or its place in sections()
  std::uint8_t type = 0;      // STT_*
};

class ElfFile {
 public:
  // Borrows from the image. EINVAL with a sentence for tables that contradict the image.
  static Result<ElfFile> parse(Bytes image);

  // The first is the one without a name that every file has.
  [[nodiscard]] const std::vector<ElfSection>& sections() const { return sections_; }
  // Null where there is none.
  [[nodiscard]] const ElfSection* section(std::string_view name) const;
  // The section that it is defined in; null for the others.
  [[nodiscard]] const ElfSection* section_of(const ElfSymbol& symbol) const;
  [[nodiscard]] const std::vector<ElfSymbol>& symbols() const { return symbols_; }

 private:
  Result<void> read_sections(Bytes image);
  Result<void> read_names(std::size_t table);
  void read_symbols(const ElfSection& table);

  std::vector<ElfSection> sections_;
  std::vector<ElfSymbol> symbols_;
};

// The N-th record of type T in a table of them.
template <class T>
T record_at(Bytes table, std::size_t n) {
  T record;
  std::memcpy(&record, table.data() + n * sizeof record, sizeof record);
  return record;
}

}  // namespace waggle::bpf
