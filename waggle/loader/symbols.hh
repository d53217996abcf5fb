// Names for the addresses in call stacks: the kernel's from /proc/kallsyms, those of processes from the files that they
// have mapped; those of C++ as its sources have them. Read when first asked, and kept: a process that has gone has no
// names any more.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "waggle/event/symbols.hh"
#include "waggle/package/elf_symbols.hh"

namespace waggle::loader {

class Symbols final : public event::Symbols {
 public:
  std::string_view kernel(std::uint64_t address) override;
  std::string_view user(std::uint32_t pid, std::uint64_t address) override;

 private:
  struct KernelSymbol {
    std::uint64_t address;
    std::string name;
  };
  // A line of /proc/PID/maps that has code of a file.
  struct Mapped {
    std::uint64_t begin, end, offset;
    std::string file;  // device and inode: the key of files_
    std::string path;
  };

  void read_kernel();
  const std::vector<Mapped>& mappings(std::uint32_t pid);
  const package::ElfSymbols* file(std::uint32_t pid, const Mapped& mapped);

  bool kernel_was_read_ = false;
  std::vector<KernelSymbol> kernel_;  // by address
  std::map<std::uint32_t, std::vector<Mapped>> processes_;
  std::map<std::string, std::unique_ptr<package::ElfSymbols>> files_;  // null: not readable
  std::string answer_;
};

}  // namespace waggle::loader
