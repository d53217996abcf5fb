#include "waggle/bpf/open/object_check.hh"

#include <elf.h>
#include <fmt/format.h>
#include <linux/bpf.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>
#include <unordered_set>

#include "waggle/bpf/open/btf_check.hh"
#include "waggle/bpf/open/elf_file.hh"

namespace waggle::bpf {
namespace {

constexpr unsigned char kThisByteOrder = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
constexpr std::uint8_t kLoadOf64Bits = BPF_LD | BPF_IMM | BPF_DW;
// Of a section: more than any object has, and far from what overflows 32 bits when added up.
constexpr std::uint64_t kBiggest = std::uint64_t{256} << 20;
// libbpf goes through functions that call each other by calling itself, on our stack. The kernel takes 256 a program.
constexpr std::size_t kMostFunctions = 2048;
// Of two, libbpf would mix what it has read of the one with what it has read of the other.
constexpr std::array<std::string_view, 6> kOnlyOnce = {".BTF",  ".BTF.ext",    ".maps",
                                                       ".text", ".jumptables", ".addr_space.1"};

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

// Others libbpf refuses before it looks further.
bool looks_like_an_object(Bytes elf) {
  if (elf.size() < EI_NIDENT || std::memcmp(elf.data(), ELFMAG, SELFMAG) != 0) return false;
  if (static_cast<unsigned char>(elf[EI_CLASS]) != ELFCLASS64 || elf.size() < sizeof(Elf64_Ehdr)) return false;
  const auto header = record_at<Elf64_Ehdr>(elf, 0);
  return header.e_ident[EI_DATA] != kThisByteOrder ||
         (header.e_type == ET_REL && (header.e_machine == EM_BPF || header.e_machine == EM_NONE));
}

Result<void> check_sections(const ElfFile& file) {
  for (const std::string_view name : kOnlyOnce)
    if (std::ranges::count(file.sections(), name, &ElfSection::name) > 1)
      return invalid(fmt::format("two sections '{}'", name));
  for (const ElfSection& section : file.sections())
    if (section.header.sh_type != SHT_NULL && section.header.sh_size > kBiggest)
      return invalid(fmt::format("section '{}' is bigger than {} bytes", section.name, kBiggest));
  const ElfSection* const maps = file.section(".maps");
  if (maps != nullptr && maps->header.sh_type != SHT_PROGBITS) return invalid("section '.maps' holds no data");
  return {};
}

// libbpf takes where a variable is from any symbol of its name, also from one that no section holds.
Result<void> check_symbols(const ElfFile& file) {
  for (const ElfSymbol& symbol : file.symbols()) {
    const ElfSection* const home = file.section_of(symbol);
    const std::uint64_t most = home == nullptr ? kBiggest : home->header.sh_size;
    if (symbol.at > most || symbol.size > most - symbol.at)
      return invalid(fmt::format("symbol '{}' is not inside its section", symbol.name));
  }
  return {};
}

// libbpf copies each function by itself, and writes the second half of a 16-byte instruction wherever it found a first.
Result<void> check_function(const ElfSymbol& function, const ElfSection& section) {
  if (function.at % sizeof(bpf_insn) != 0 || function.size % sizeof(bpf_insn) != 0)
    return invalid(fmt::format("function '{}' is not made of whole instructions", function.name));
  if (function.size == 0) return {};
  const auto last = record_at<bpf_insn>(section.bytes, (function.at + function.size) / sizeof(bpf_insn) - 1);
  if (last.code == kLoadOf64Bits)
    return invalid(fmt::format("function '{}' ends in the middle of an instruction", function.name));
  return {};
}

Result<void> check_functions(const ElfFile& file) {
  std::size_t in_text = 0;
  for (const ElfSymbol& symbol : file.symbols()) {
    const ElfSection* const section = file.section_of(symbol);
    if (symbol.type != STT_FUNC || section == nullptr || !section->executable()) continue;
    WAGGLE_CHECK(check_function(symbol, *section));
    if (section->name == ".text" && ++in_text > kMostFunctions)
      return invalid(fmt::format("more than {} functions in '.text'", kMostFunctions));
  }
  return {};
}

// Of maps, libbpf makes room for as many values as the offset says.
Result<void> check_relocations(const ElfFile& file) {
  for (const ElfSection& section : file.sections()) {
    if (section.header.sh_type != SHT_REL || section.header.sh_info >= file.sections().size()) continue;
    const ElfSection& target = file.sections()[section.header.sh_info];
    for (std::size_t i = 0; i < section.bytes.size() / sizeof(Elf64_Rel); ++i)
      if (record_at<Elf64_Rel>(section.bytes, i).r_offset >= target.header.sh_size)
        return invalid(fmt::format("relocation {} of '{}' is not inside '{}'", i, section.name, target.name));
  }
  return {};
}

// libbpf makes a variable for each time that a name is asked for, and all of them must fit where btf_check says.
Result<void> check_undefined(const ElfFile& file) {
  std::unordered_set<std::string_view> names;
  for (const ElfSymbol& symbol : file.symbols())
    if (symbol.section == SHN_UNDEF && !symbol.name.empty() && !names.insert(symbol.name).second)
      return invalid(fmt::format("the undefined symbol '{}' is there twice", symbol.name));
  return {};
}

}  // namespace

Result<void> check_object(Bytes elf) {
  if (!looks_like_an_object(elf)) return {};
  if (static_cast<unsigned char>(elf[EI_DATA]) != kThisByteOrder) return invalid("built for the other byte order");
  WAGGLE_TRY(const ElfFile file, ElfFile::parse(elf));
  WAGGLE_CHECK(check_sections(file));
  WAGGLE_CHECK(check_symbols(file));
  WAGGLE_CHECK(check_functions(file));
  WAGGLE_CHECK(check_relocations(file));
  WAGGLE_CHECK(check_undefined(file));
  const ElfSection* const types = file.section(".BTF");
  return types == nullptr || types->bytes.empty() ? Result<void>() : check_btf(types->bytes);
}

}  // namespace waggle::bpf
