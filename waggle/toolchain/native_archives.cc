#include "waggle/toolchain/native_archives.hh"

#include <algorithm>
#include <array>
#include <span>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

namespace waggle::toolchain {
namespace {

constexpr std::uint64_t kMaxArchive = 1U << 30U;
constexpr std::array kLibraries = std::to_array<std::string_view>({"bpf", "elf", "z"});

// <ar.h>: eight bytes, then members, each behind 60 bytes of text.
constexpr std::string_view kArchive = "!<arch>\n";
constexpr std::size_t kHeader = 60;
constexpr std::size_t kNameSize = 16;
constexpr std::size_t kSizeAt = 48;
constexpr std::size_t kSizeSize = 10;

std::string_view trimmed(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

// Of the archive itself: its symbols and long names.
bool is_index(std::string_view name) { return name == "/" || name == "//" || name == "/SYM64/"; }

bool is_native_file(const std::string& path) {
  const auto archive = read_file(path, kMaxArchive);
  return archive.ok() && is_native_archive(*archive);
}

std::string file_of(std::string_view library) { return "lib" + std::string(library) + ".a"; }

class Replacement {
 public:
  Replacement(std::vector<std::string>& words, const std::string& sysroot) : words_(words), sysroot_(sysroot) {}

  std::vector<std::string> run() {
    find_folders();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] == "-o") ++i;
      else replace(i);
    }
    return std::move(names_);
  }

 private:
  // The value of an option, which is in its word or the next one.
  std::string_view value(std::size_t i, std::string_view option) const {
    if (words_[i] != option) return std::string_view(words_[i]).substr(option.size());
    return i + 1 < words_.size() ? std::string_view(words_[i + 1]) : std::string_view();
  }

  void find_folders() {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i].starts_with("-L")) folders_.emplace_back(value(i, "-L"));
  }

  bool is_found_native(std::string_view library) const {
    for (const std::string& folder : folders_) {
      const std::string path = folder + "/" + file_of(library);
      if (const auto archive = read_file(path, kMaxArchive); archive.ok()) return is_native_archive(*archive);
    }
    return false;
  }

  void replace(std::size_t i) {
    for (const std::string_view library : kLibraries) {
      if (words_[i].starts_with("-l") && value(i, "-l") == library && is_found_native(library)) {
        if (words_[i] == "-l") words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(i));
        return put(i, library);
      }
      const bool is_path = words_[i] == file_of(library) || words_[i].ends_with("/" + file_of(library));
      if (is_path && is_native_file(words_[i])) return put(i, library);
    }
  }

  void put(std::size_t i, std::string_view library) {
    const std::string name = file_of(library);
    words_[i] = sysroot_ + "/lib/" + name;
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(name);
  }

  std::vector<std::string>& words_;
  const std::string& sysroot_;
  std::vector<std::string> folders_;  // of -L
  std::vector<std::string> names_;    // of what was replaced
};

}  // namespace

bool is_native_archive(Bytes archive) {
  std::string_view rest = as_text(archive);
  if (!rest.starts_with(kArchive)) return false;
  rest.remove_prefix(kArchive.size());
  while (rest.size() >= kHeader) {
    const std::string_view name = trimmed(rest.substr(0, kNameSize));
    const auto size = parse_number<std::size_t>(trimmed(rest.substr(kSizeAt, kSizeSize)));
    rest.remove_prefix(kHeader);
    if (!is_index(name))
      return rest.starts_with(
          "\x7f"
          "ELF");
    if (!size.ok() || *size >= rest.size()) return false;
    rest.remove_prefix(*size + *size % 2);
  }
  return false;
}

std::vector<std::string> replace_native_archives(std::vector<std::string>& words, const std::string& sysroot) {
  return Replacement(words, sysroot).run();
}

}  // namespace waggle::toolchain
