#include "waggle/toolchain/build/btf_lines.hh"

#include <linux/btf.h>

#include <cstring>
#include <optional>
#include <vector>

#include "waggle/btf/image.hh"
#include "waggle/toolchain/btf_writer.hh"

namespace waggle::toolchain {
namespace {

// A table of .BTF.ext (Documentation/bpf/btf.rst of the kernel): its place behind the header.
struct Table {
  std::uint32_t offset, length;
};
struct ExtHeader {
  std::uint16_t magic;
  std::uint8_t version, flags;
  std::uint32_t header_length;
  Table functions, lines, relocations;
};
constexpr std::size_t kPathOfRelocation = 2;  // the word of a CO-RE relocation that is a name
constexpr std::uint32_t kLineSize = 16;       // of a line: instruction, file, text, number and column

Error broken() { return Error(EINVAL, "its BTF is broken"); }

std::vector<std::uint32_t> words_of(Bytes bytes) {
  std::vector<std::uint32_t> words(bytes.size() / 4);
  if (!words.empty()) std::memcpy(words.data(), bytes.data(), 4 * words.size());
  return words;
}

class Rewriting {
 public:
  explicit Rewriting(const btf::Image& image) : image_(image) {}

  Result<BtfSections> run(Bytes types, Bytes ext) {
    WAGGLE_CHECK(copy_types(types));
    ExtHeader header{};
    if (ext.size() < sizeof header) return broken();
    std::memcpy(&header, ext.data(), sizeof header);
    if (header.magic != BTF_MAGIC || header.header_length < sizeof header || header.header_length > ext.size())
      return broken();
    const Bytes body = ext.subspan(header.header_length);
    WAGGLE_TRY(header.functions, copy(body, header.functions, {}));
    header.lines = add_lines(header.functions);
    WAGGLE_TRY(header.relocations, copy(body, header.relocations, kPathOfRelocation));
    header.header_length = sizeof header;
    BtfSections out{btf_.take(), ByteVector(sizeof header + 4 * ext_.size())};
    std::memcpy(out.ext.data(), &header, sizeof header);
    if (!ext_.empty()) std::memcpy(out.ext.data() + sizeof header, ext_.data(), 4 * ext_.size());
    return out;
  }

 private:
  std::uint32_t name(std::uint32_t offset) { return btf_.name(image_.string(offset)); }

  // The image has checked that every type is whole.
  Result<void> copy_types(Bytes types) {
    btf_header header{};
    std::memcpy(&header, types.data(), sizeof header);
    if (header.magic != BTF_MAGIC) return broken();
    const std::vector<std::uint32_t> words = words_of(types.subspan(header.hdr_len + header.type_off, header.type_len));
    std::size_t at = 0;
    for (btf::TypeId id = 1; id < image_.count(); ++id) {
      const btf::Record& record = image_.at(id);
      const auto meaning = btf_words(record.kind);
      if (words.size() - at < 3 + record.words.size()) return broken();
      btf_.word(name(words[at]));
      btf_.word(words[at + 1]);
      btf_.word(words[at + 2]);
      at += 3;
      for (std::size_t i = 0; i < record.words.size(); ++i, ++at)
        btf_.word(meaning[i % meaning.size()] == BtfWord::name ? name(words[at]) : words[at]);
    }
    return {};
  }

  // The size of its records; then for every section its name, a count and the records, of which one word may be a name.
  Result<Table> copy(Bytes body, Table table, std::optional<std::size_t> named) {
    const auto start = static_cast<std::uint32_t>(4 * ext_.size());
    if (table.offset > body.size() || table.length > body.size() - table.offset) return broken();
    const std::vector<std::uint32_t> words = words_of(body.subspan(table.offset, table.length));
    if (words.empty()) return Table{start, 0};
    const std::size_t record = words.front() / 4;
    if (record <= named.value_or(0)) return broken();
    ext_.push_back(words.front());
    for (std::size_t at = 1; at + 2 <= words.size();) {
      const std::size_t count = words[at + 1];
      ext_.insert(ext_.end(), {name(words[at]), words[at + 1]});
      at += 2;
      if ((words.size() - at) / record < count) return broken();
      for (std::size_t i = 0; i < count * record; ++i, ++at)
        ext_.push_back(named && i % record == *named ? name(words[at]) : words[at]);
    }
    return Table{start, static_cast<std::uint32_t>(4 * ext_.size()) - start};
  }

  // Where each function begins, a line of which nothing is known. `functions` is what has just been copied.
  Table add_lines(Table functions) {
    const auto start = static_cast<std::uint32_t>(4 * ext_.size());
    if (functions.length == 0) return {start, 0};
    const std::vector<std::uint32_t> from(ext_.begin() + functions.offset / 4, ext_.end());
    const std::size_t record = from.front() / 4;
    ext_.push_back(kLineSize);
    for (std::size_t at = 1; at < from.size();) {
      ext_.insert(ext_.end(), {from[at], from[at + 1]});
      const std::size_t end = at + 2 + from[at + 1] * record;
      for (at += 2; at < end; at += record) ext_.insert(ext_.end(), {from[at], 0, 0, 0});
    }
    return {start, static_cast<std::uint32_t>(4 * ext_.size()) - start};
  }

  const btf::Image& image_;
  BtfWriter btf_;
  std::vector<std::uint32_t> ext_;  // without its header
};

}  // namespace

Result<BtfSections> without_lines(Bytes types, Bytes ext) {
  WAGGLE_TRY(const btf::Image image, btf::Image::parse(types));
  return Rewriting(image).run(types, ext);
}

}  // namespace waggle::toolchain
