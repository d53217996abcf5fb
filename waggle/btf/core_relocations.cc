#include "waggle/btf/core_relocations.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>

namespace waggle::btf {
namespace {

// By the numbers of enum bpf_core_relo_kind.
constexpr std::array<std::string_view, 13> kKinds{
    "byte offset",     "size",        "exists",      "is signed", "left shift",        "right shift",
    "own type number", "type number", "type exists", "type size", "enumerator exists", "enumerator value",
    "type matches",
};

// The part of struct btf_ext_header that old compilers write too, and where later ones say where relocations are.
struct ExtHeader {
  std::uint16_t magic;
  std::uint8_t version, flags;
  std::uint32_t length;
  std::uint32_t func_info_offset, func_info_length, line_info_offset, line_info_length;
  std::uint32_t relocations_offset, relocations_length;
};
constexpr std::size_t kLeastHeader = offsetof(ExtHeader, relocations_offset);
constexpr std::size_t kRecordWords = 4;  // struct bpf_core_relo
constexpr std::size_t kMostSteps = 64;   // of a path

Error invalid(std::string sentence) { return Error(EINVAL, ".BTF.ext: " + std::move(sentence)); }

// "0:3:1".
std::optional<std::vector<std::uint32_t>> parse_path(std::string_view text) {
  std::vector<std::uint32_t> path;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data();; ++at) {
    std::uint32_t index = 0;
    const auto read = std::from_chars(at, end, index);
    if (read.ec != std::errc() || path.size() == kMostSteps) return std::nullopt;
    path.push_back(index);
    at = read.ptr;
    if (at == end) return path;
    if (*at != ':') return std::nullopt;
  }
}

class Reader {
 public:
  Reader(Bytes section, const Image& image) : image_(image), words_(section.size() / 4) {
    std::memcpy(words_.data(), section.data(), 4 * words_.size());
  }

  Result<std::vector<CoreRelocation>> read() {
    const std::uint32_t record_bytes = word();
    if (record_bytes % 4 != 0 || record_bytes < 4 * kRecordWords) return invalid("relocations of an unknown size");
    while (at_ < words_.size()) {
      const std::string section(image_.string(word()));
      for (std::uint32_t left = word(); left != 0; --left) {
        if (words_.size() - std::min(at_, words_.size()) < record_bytes / 4) return invalid("it is cut off");
        WAGGLE_TRY(CoreRelocation relocation, record(std::span(words_).subspan(at_, record_bytes / 4)));
        relocation.section = section;
        relocations_.push_back(std::move(relocation));
        at_ += record_bytes / 4;
      }
    }
    return std::move(relocations_);
  }

 private:
  std::uint32_t word() { return at_ < words_.size() ? words_[at_++] : 0; }

  Result<CoreRelocation> record(std::span<const std::uint32_t> words) {
    if (words[1] >= image_.count())
      return invalid(fmt::format("a relocation has type {}, which is not there", words[1]));
    if (words[3] >= kKinds.size()) return invalid(fmt::format("a relocation of kind {}, which is unknown", words[3]));
    const std::string_view text = image_.string(words[2]);
    auto path = parse_path(text);
    if (!path) return invalid(fmt::format("'{}' is no path to a member", text));
    return CoreRelocation{.section = {},
                          .instruction = words[0] / 8,
                          .kind = static_cast<CoreKind>(words[3]),
                          .type = words[1],
                          .path = std::move(*path)};
  }

  const Image& image_;
  std::vector<std::uint32_t> words_;
  std::size_t at_ = 0;
  std::vector<CoreRelocation> relocations_;
};

}  // namespace

std::string_view name(CoreKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

bool is_question(CoreKind kind) {
  return kind == CoreKind::field_exists || kind == CoreKind::type_exists || kind == CoreKind::enumerator_exists ||
         kind == CoreKind::type_matches;
}

Result<std::vector<CoreRelocation>> parse_core_relocations(Bytes ext, const Image& image) {
  if (ext.empty()) return std::vector<CoreRelocation>();
  ExtHeader header{};
  if (ext.size() < kLeastHeader) return invalid("it is cut off");
  std::memcpy(&header, ext.data(), std::min(ext.size(), sizeof header));
  if (header.magic != BTF_MAGIC || header.version != BTF_VERSION) return invalid("it is of an unknown version");
  if (header.length < kLeastHeader || header.length > ext.size()) return invalid("its header is broken");
  if (header.length < sizeof header) return std::vector<CoreRelocation>();
  const Bytes body = ext.subspan(header.length);
  const std::uint32_t offset = header.relocations_offset;
  const std::uint32_t length = header.relocations_length;
  if (offset > body.size() || length > body.size() - offset || length % 4 != 0) return invalid("it is cut off");
  if (length == 0) return std::vector<CoreRelocation>();
  return Reader(body.subspan(offset, length), image).read();
}

}  // namespace waggle::btf
