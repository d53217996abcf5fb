#include "waggle/toolchain/min_btf/selection.hh"

#include <linux/btf.h>

#include <vector>

#include "waggle/toolchain/btf_writer.hh"

namespace waggle::toolchain {
namespace {

bool is_composite(std::uint32_t kind) { return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION; }

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
  BtfWriter writer;
  for (const auto& [id, members] : kept_) {
    const btf::Record& record = image_.at(id);
    const auto pattern = btf_words(record.kind);
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < record.words.size(); ++i)
      if (!is_composite(record.kind) || members.contains(static_cast<std::uint32_t>(i / 3))) {
        const BtfWord meaning = pattern[i % pattern.size()];
        const std::uint32_t word = record.words[i];
        words.push_back(meaning == BtfWord::name   ? writer.name(image_.string(word))
                        : meaning == BtfWord::type ? number_of(word)
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
