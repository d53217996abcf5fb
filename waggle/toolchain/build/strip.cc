#include "waggle/toolchain/build/strip.hh"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/toolchain/build/btf_lines.hh"

namespace waggle::toolchain {
namespace {

constexpr std::uint32_t kAddressSignificance = 0x6fff4c03;  // SHT_LLVM_ADDRSIG: for linkers, by numbers of symbols

enum class Lines : std::uint8_t { kept, dropped };

Error damaged(std::string_view what) { return Error(ENOEXEC, std::string(what)); }

template <class T>
Result<T> read_at(Bytes bytes, std::uint64_t at) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return damaged("the object is torn");
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <class T>
void append(ByteVector& to, const T& value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  to.insert(to.end(), bytes.begin(), bytes.end());
}

struct Section {
  Elf64_Shdr header;
  std::string_view name;
  Bytes content;  // of the input
  bool kept = true;
  std::uint32_t number = 0;  // among those that are kept
};

// Text of a string table, each once.
class Strings {
 public:
  std::uint32_t add(std::string_view text) {
    const auto [at, is_new] = places_.try_emplace(std::string(text), static_cast<std::uint32_t>(text_.size()));
    if (is_new) text_.append(text).push_back('\0');
    return at->second;
  }
  [[nodiscard]] Bytes bytes() const { return as_bytes(text_); }

 private:
  std::string text_ = std::string(1, '\0');
  std::map<std::string, std::uint32_t> places_{{"", 0}};
};

std::string_view string_at(Bytes table, std::uint64_t at) {
  const std::string_view text = as_text(table);
  if (at >= text.size()) return {};
  return text.substr(at, text.find('\0', at) - at);
}

class Stripper {
 public:
  explicit Stripper(Bytes object) : object_(object) {}

  Result<ByteVector> run(Lines lines) {
    WAGGLE_CHECK(read_sections());
    if (lines == Lines::dropped) WAGGLE_CHECK(drop_lines());
    WAGGLE_CHECK(choose());
    WAGGLE_CHECK(rewrite_symbols());
    return write();
  }

 private:
  Result<void> read_sections() {
    WAGGLE_TRY(header_, read_at<Elf64_Ehdr>(object_, 0));
    const bool fits = std::memcmp(header_.e_ident, ELFMAG, SELFMAG) == 0 && header_.e_ident[EI_CLASS] == ELFCLASS64 &&
                      header_.e_ident[EI_DATA] == ELFDATA2LSB && header_.e_type == ET_REL &&
                      header_.e_shentsize == sizeof(Elf64_Shdr) && header_.e_shstrndx < header_.e_shnum;
    if (!fits) return damaged("no object as the compiler writes them");
    for (std::size_t i = 0; i < header_.e_shnum; ++i) {
      WAGGLE_TRY(const Elf64_Shdr section, read_at<Elf64_Shdr>(object_, header_.e_shoff + i * sizeof(Elf64_Shdr)));
      const bool has_bytes = section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL;
      if (has_bytes && (section.sh_offset > object_.size() || object_.size() - section.sh_offset < section.sh_size))
        return damaged("the object is torn");
      sections_.push_back({section, {}, has_bytes ? object_.subspan(section.sh_offset, section.sh_size) : Bytes()});
    }
    for (Section& each : sections_) each.name = string_at(sections_[header_.e_shstrndx].content, each.header.sh_name);
    return {};
  }

  Section* find(std::string_view name) {
    const auto found = std::ranges::find(sections_, name, &Section::name);
    return found == sections_.end() ? nullptr : &*found;
  }

  Result<void> drop_lines() {
    Section *const types = find(".BTF"), *const ext = find(".BTF.ext");
    if (types == nullptr || ext == nullptr) return {};
    auto btf = without_lines(types->content, ext->content);
    if (!btf.ok()) return damaged(btf.error().message());
    btf_ = std::move(btf).value();
    types->content = btf_.types;
    ext->content = btf_.ext;
    return {};
  }

  Result<void> choose() {
    for (Section& each : sections_) {
      const bool goes_nowhere = each.header.sh_type == SHT_REL && each.header.sh_info >= sections_.size();
      if (each.header.sh_type == SHT_RELA || each.header.sh_link >= sections_.size() || goes_nowhere)
        return damaged("no object as the compiler writes them");
      const bool of_removed = each.header.sh_type == SHT_REL && is_not_relocated(sections_[each.header.sh_info].name);
      const bool is_nothing = each.name == ".text" && each.header.sh_size == 0;  // clang writes it all the same
      each.kept = !each.name.starts_with(".debug_") && !of_removed && !is_nothing &&
                  each.header.sh_type != kAddressSignificance;
      if (each.kept) each.number = kept_++;
      if (each.header.sh_type == SHT_SYMTAB) symbols_ = &each;
    }
    return symbols_ != nullptr ? Result<void>() : damaged("the object has no symbols");
  }

  static bool is_not_relocated(std::string_view section) {
    return section.starts_with(".debug_") || section == ".BTF" || section == ".BTF.ext";
  }

  // Symbols of sections that are gone go too, and the names of files.
  [[nodiscard]] bool is_kept(const Elf64_Sym& symbol) const {
    if (ELF64_ST_TYPE(symbol.st_info) == STT_FILE) return false;
    return symbol.st_shndx >= sections_.size() || sections_[symbol.st_shndx].kept;
  }

  Result<void> rewrite_symbols() {
    const Bytes names = sections_[symbols_->header.sh_link].content;
    for (std::size_t at = 0; at < symbols_->content.size(); at += sizeof(Elf64_Sym)) {
      WAGGLE_TRY(Elf64_Sym symbol, read_at<Elf64_Sym>(symbols_->content, at));
      numbers_.push_back(is_kept(symbol) ? symbol_count_++ : UINT32_MAX);
      if (numbers_.back() == UINT32_MAX) continue;
      if (ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) ++local_count_;
      symbol.st_name = strings_.add(string_at(names, symbol.st_name));
      if (symbol.st_shndx < sections_.size())
        symbol.st_shndx = static_cast<Elf64_Half>(sections_[symbol.st_shndx].number);
      append(symbol_bytes_, symbol);
    }
    for (const Section& each : sections_)
      if (each.kept) static_cast<void>(strings_.add(each.name));
    return {};
  }

  Result<ByteVector> relocations(const Section& section) const {
    ByteVector bytes;
    for (std::size_t at = 0; at < section.content.size(); at += sizeof(Elf64_Rel)) {
      WAGGLE_TRY(Elf64_Rel entry, read_at<Elf64_Rel>(section.content, at));
      const std::uint64_t symbol = ELF64_R_SYM(entry.r_info);
      if (symbol >= numbers_.size() || numbers_[symbol] == UINT32_MAX)
        return damaged("a relocation needs what is debug information");
      entry.r_info = ELF64_R_INFO(numbers_[symbol], ELF64_R_TYPE(entry.r_info));
      append(bytes, entry);
    }
    return bytes;
  }

  Result<ByteVector> content_of(const Section& section) const {
    const auto copy = [](Bytes bytes) { return ByteVector(bytes.begin(), bytes.end()); };
    if (&section == symbols_) return symbol_bytes_;
    if (section.header.sh_type == SHT_STRTAB) return copy(strings_.bytes());
    if (section.header.sh_type == SHT_REL) return relocations(section);
    return copy(section.content);
  }

  Result<ByteVector> write() {
    ByteVector out(sizeof(Elf64_Ehdr));
    std::vector<Elf64_Shdr> headers;
    for (const Section& each : sections_) {
      if (!each.kept) continue;
      WAGGLE_TRY(const ByteVector content, content_of(each));
      Elf64_Shdr header = each.header;
      header.sh_name = strings_.add(each.name);
      header.sh_link = sections_[header.sh_link].number;
      if (header.sh_type == SHT_REL) header.sh_info = sections_[header.sh_info].number;
      if (header.sh_type == SHT_SYMTAB) header.sh_info = local_count_;
      if (header.sh_addralign > 1) out.resize(align_up(out.size(), header.sh_addralign));
      if (header.sh_type != SHT_NULL) header.sh_offset = out.size();
      if (header.sh_type != SHT_NOBITS) header.sh_size = content.size();
      out.insert(out.end(), content.begin(), content.end());
      headers.push_back(header);
    }
    out.resize(align_up(out.size(), alignof(Elf64_Shdr)));
    header_.e_shoff = out.size();
    header_.e_shnum = static_cast<Elf64_Half>(kept_);
    header_.e_shstrndx = static_cast<Elf64_Half>(sections_[header_.e_shstrndx].number);
    std::memcpy(out.data(), &header_, sizeof header_);
    for (const Elf64_Shdr& header : headers) append(out, header);
    return out;
  }

  Bytes object_;
  Elf64_Ehdr header_{};
  std::vector<Section> sections_;
  const Section* symbols_ = nullptr;
  BtfSections btf_;  // without lines
  std::uint32_t kept_ = 0;
  std::vector<std::uint32_t> numbers_;  // of the symbols, by their old ones; UINT32_MAX of those that are gone
  std::uint32_t symbol_count_ = 0, local_count_ = 0;
  ByteVector symbol_bytes_;
  Strings strings_;  // of symbols and sections: all tables become this one
};

}  // namespace

Result<ByteVector> strip_debug(Bytes object) { return Stripper(object).run(Lines::kept); }
Result<ByteVector> strip_lines(Bytes object) { return Stripper(object).run(Lines::dropped); }

}  // namespace waggle::toolchain
