#include "waggle/loader/symbols.hh"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

namespace waggle::loader {
namespace {

constexpr std::uint64_t kLargestTable = std::uint64_t{64} << 20;  // of /proc/kallsyms
constexpr std::uint64_t kLargestFile = std::uint64_t{256} << 20;
constexpr std::size_t kMostProcesses = 1024;

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> all;
  while (!line.empty()) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == line.npos) break;
    const auto end = std::min(line.find_first_of(" \t", begin), line.size());
    all.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  return all;
}

// "_ZN3foo3barEi" -> "foo::bar(int)"; any other name as it is (Itanium C++ ABI, 5.1).
std::string demangled(std::string_view name) {
  if (!name.starts_with("_Z")) return std::string(name);
  const std::string whole(name);
  int status = 0;
  const CPtr<char, std::free> text(abi::__cxa_demangle(whole.c_str(), nullptr, nullptr, &status));
  return text ? std::string(text.get()) : whole;
}

std::uint64_t hexadecimal(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

}  // namespace

void Symbols::read_kernel() {
  kernel_was_read_ = true;
  const auto table = read_file("/proc/kallsyms", kLargestTable);
  if (!table.ok()) return;
  for (const std::string_view line : split(as_text(*table), '\n')) {
    const auto parts = words(line);  // "ffffffff81000000 T _text [module]"
    if (parts.size() < 3 || parts[1].find_first_of("tTwW") == std::string_view::npos) continue;
    const std::uint64_t address = hexadecimal(parts[0]);
    if (address != 0) kernel_.push_back({address, std::string(parts[2])});  // zeros: hidden from us
  }
  std::ranges::sort(kernel_, {}, &KernelSymbol::address);
}

std::string_view Symbols::kernel(std::uint64_t address) {
  if (!kernel_was_read_) read_kernel();
  const auto after = std::ranges::upper_bound(kernel_, address, {}, &KernelSymbol::address);
  return after == kernel_.begin() ? std::string_view() : std::string_view(std::prev(after)->name);
}

const std::vector<Symbols::Mapped>& Symbols::mappings(std::uint32_t pid) {
  const auto known = processes_.find(pid);
  if (known != processes_.end()) return known->second;
  if (processes_.size() == kMostProcesses) processes_.clear();
  std::vector<Mapped>& all = processes_[pid];
  const auto table = read_file(fmt::format("/proc/{}/maps", pid), kLargestTable);
  if (!table.ok()) return all;
  for (const std::string_view line : split(as_text(*table), '\n')) {
    const auto parts = words(line);  // "7f00-7f10 r-xp 00001000 08:01 123 /lib/x.so"
    if (parts.size() < 6 || parts[1].find('x') == std::string_view::npos || !parts[5].starts_with('/')) continue;
    const auto [begin, end] = split_once(parts[0], '-');
    all.push_back({hexadecimal(begin), hexadecimal(end.value_or("")), hexadecimal(parts[2]),
                   fmt::format("{}:{}", parts[3], parts[4]), std::string(line.substr(line.find('/')))});
  }
  return all;
}

const package::ElfSymbols* Symbols::file(std::uint32_t pid, const Mapped& mapped) {
  const auto known = files_.find(mapped.file);
  if (known != files_.end()) return known->second.get();
  auto& symbols = files_[mapped.file];
  const auto elf = read_file(fmt::format("/proc/{}/root{}", pid, mapped.path), kLargestFile);
  if (!elf.ok()) return nullptr;
  auto parsed = package::ElfSymbols::parse(*elf);
  if (parsed.ok()) symbols = std::make_unique<package::ElfSymbols>(std::move(*parsed));
  return symbols.get();
}

std::string_view Symbols::user(std::uint32_t pid, std::uint64_t address) {
  for (const Mapped& mapped : mappings(pid)) {
    if (address < mapped.begin || address >= mapped.end) continue;
    const package::ElfSymbols* const symbols = file(pid, mapped);
    if (symbols == nullptr) return {};
    answer_ = demangled(symbols->at(address - mapped.begin + mapped.offset));
    return answer_;
  }
  return {};
}

}  // namespace waggle::loader
