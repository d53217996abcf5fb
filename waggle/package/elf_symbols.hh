// The functions of an ELF file, by address: to name the frames of a stack in a program or library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::package {

class ElfSymbols {
 public:
  // Copies what it needs. ENOEXEC for what is no ELF; one without symbols has none, which is no error.
  static Result<ElfSymbols> parse(Bytes elf);

  // The function that holds the byte at this offset of the file; "" for none.
  [[nodiscard]] std::string_view at(std::uint64_t file_offset) const;

 private:
  struct Symbol {
    std::uint64_t begin, end;  // addresses, as the file has them
    std::string name;
  };
  struct Segment {
    std::uint64_t offset, size, address;  // of the file; where it is loaded
  };
  std::vector<Symbol> symbols_;  // by begin
  std::vector<Segment> segments_;
};

}  // namespace waggle::package
