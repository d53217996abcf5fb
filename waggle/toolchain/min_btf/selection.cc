#include "waggle/toolchain/min_btf/selection.hh"

#include <linux/btf.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace waggle::toolchain {
namespace {

bool is_composite(std::uint32_t kind) { return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION; }

// The words of BTF that are being written: types, and the table of their names.
class Writer {
 public:
  Writer() : names_(1, '\0') { places_.emplace("", 0); }

  std::uint32_t name(std::string_view text) {
    const auto [place, is_new] = places_.try_emplace(std::string(text), static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.append(text).push_back('\0');
    return place->second;
  }
  void word(std::uint32_t word) { words_.push_back(word); }

  [[nodiscard]] ByteVector take() const {
    const auto types = static_cast<std::uint32_t>(4 * words_.size());
    const btf_header header{.magic = BTF_MAGIC,
                            .version = BTF_VERSION,
                            .flags = 0,
                            .hdr_len = sizeof header,
                            .type_off = 0,
                            .type_len = types,
                            .str_off = types,
                            .str_len = static_cast<std::uint32_t>(names_.size())};
    ByteVector bytes(sizeof header + types + names_.size());
    std::memcpy(bytes.data(), &header, sizeof header);
    if (types != 0) std::memcpy(bytes.data() + sizeof header, words_.data(), types);
    std::memcpy(bytes.data() + sizeof header + types, names_.data(), names_.size());
    return bytes;
  }

 private:
  std::vector<std::uint32_t> words_;
  std::string names_;
  std::map<std::string, std::uint32_t> places_;
};

// Which of a kind's words are names and which are types: word i is that of place i modulo the pattern's length.
enum class Word : std::uint8_t { number, name, type };
std::span<const Word> pattern_of(std::uint32_t kind) {
  static constexpr std::array kPlain{Word::number};
  static constexpr std::array kArray{Word::type, Word::type, Word::number};
  static constexpr std::array kMembers{Word::name, Word::type, Word::number};
  static constexpr std::array kEnumerators{Word::name, Word::number};
  static constexpr std::array kWideEnumerators{Word::name, Word::number, Word::number};
  static constexpr std::array kParameters{Word::name, Word::type};
  switch (kind) {
    case BTF_KIND_ARRAY: return kArray;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION: return kMembers;
    case BTF_KIND_ENUM: return kEnumerators;
    case BTF_KIND_ENUM64: return kWideEnumerators;
    case BTF_KIND_FUNC_PROTO: return kParameters;
    default: return kPlain;
  }
}

}  // namespace

void Selection::add(btf::TypeId id, Pointees pointees) {
  if (id == 0 || (kept_.contains(id) && (pointees == Pointees::left_out || followed_.contains(id)))) return;
  kept_.try_emplace(id);
  if (pointees == Pointees::added) followed_.insert(id);
  const btf::Record& record = image_.at(id);
  switch (record.kind) {
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_CONST:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_TYPE_TAG: return add(record.type, pointees);
    case BTF_KIND_PTR:
      if (pointees == Pointees::added) add(record.type, pointees);
      return;
    case BTF_KIND_ARRAY: add(record.words[0], pointees); return add(record.words[1], Pointees::left_out);
    case BTF_KIND_FUNC_PROTO:
      for (std::size_t i = 1; i < record.words.size(); i += 2) add(record.words[i], pointees);
      return add(record.type, pointees);
    default: return;
  }
}

void Selection::add_member(btf::TypeId composite, std::uint32_t member) { kept_[composite].insert(member); }

void Selection::add_whole(btf::TypeId id) {
  if (!whole_.insert(id).second) return;
  add(id, Pointees::added);
  const btf::TypeId bare = image_.strip(id).value_or(0);
  const btf::Record& record = image_.at(bare);
  if (record.kind == BTF_KIND_ARRAY) return add_whole(record.words[0]);
  if (!is_composite(record.kind)) return;
  for (std::uint32_t i = 0; i < record.words.size() / 3; ++i) {
    add_member(bare, i);
    add_whole(image_.member(record, i).type);
  }
}

ByteVector Selection::write() const {
  std::map<btf::TypeId, btf::TypeId> numbers{{0, 0}};
  for (const auto& [id, members] : kept_) numbers.emplace(id, static_cast<btf::TypeId>(numbers.size()));
  const auto number_of = [&numbers](btf::TypeId id) {
    const auto known = numbers.find(id);
    return known == numbers.end() ? 0 : known->second;
  };
  Writer writer;
  for (const auto& [id, members] : kept_) {
    const btf::Record& record = image_.at(id);
    const auto pattern = pattern_of(record.kind);
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < record.words.size(); ++i)
      if (!is_composite(record.kind) || members.contains(static_cast<std::uint32_t>(i / 3))) {
        const Word meaning = pattern[i % pattern.size()];
        const std::uint32_t word = record.words[i];
        words.push_back(meaning == Word::name   ? writer.name(image_.string(word))
                        : meaning == Word::type ? number_of(word)
                                                : word);
      }
    // What counts entries counts them in groups as long as the pattern; other kinds have no count.
    const bool counted = pattern.size() > 1 && record.kind != BTF_KIND_ARRAY;
    const auto count = counted ? static_cast<std::uint32_t>(words.size() / pattern.size()) : 0;
    writer.word(writer.name(record.name));
    writer.word((record.flag ? 1U << 31U : 0) | record.kind << 24U | count);
    writer.word(record.size != 0 ? record.size : number_of(record.type));
    for (const std::uint32_t word : words) writer.word(word);
  }
  return writer.take();
}

}  // namespace waggle::toolchain
