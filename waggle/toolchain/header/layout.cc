#include "waggle/toolchain/header/layout.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <map>
#include <set>
#include <string_view>

#include "waggle/toolchain/header/padding.hh"

namespace waggle::toolchain {
namespace {

// Of all structures together; what a hostile BTF makes of anonymous structures in each other ends here.
constexpr std::size_t kMostMembers = 4'000'000;
constexpr std::uint32_t kIntSize = 4;

Error invalid(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

// Compilers of other languages put names into BTF that are none in C: "Option<u32>".
std::string identifier(std::string_view name) {
  std::string word;
  for (const char c : name) word += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return !word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) ? "_" + word : word;
}

bool is_composite(std::uint32_t kind) { return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION; }
bool is_enumeration(std::uint32_t kind) { return kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64; }
bool is_number_size(std::uint32_t bytes) { return bytes <= 16 && std::has_single_bit(bytes); }

Scalar integer_of(const btf::Record& record) {
  const std::uint32_t encoding = BTF_INT_ENCODING(record.words[0]);
  if (!is_number_size(record.size)) return {.kind = ScalarKind::bytes, .size = record.size};
  Scalar scalar{.kind = ScalarKind::integer, .size = record.size, .is_signed = (encoding & BTF_INT_SIGNED) != 0};
  if (record.size == 1 && (encoding & BTF_INT_BOOL) != 0) scalar.kind = ScalarKind::boolean;
  else if (record.name == "char") scalar.kind = ScalarKind::character;
  scalar.is_long = scalar.size == 8 && record.name.find("long") != record.name.npos &&
                   record.name.find("long long") == record.name.npos;
  return scalar;
}

Scalar float_of(const btf::Record& record) {
  const bool known = record.size == 4 || record.size == 8;
  return {.kind = known ? ScalarKind::floating : ScalarKind::bytes, .size = record.size, .is_signed = known};
}

std::vector<Constant> constants_of(const btf::Image& image, const btf::Record& record) {
  std::vector<Constant> constants;
  const bool wide = record.kind == BTF_KIND_ENUM64;
  const std::size_t step = wide ? 3 : 2;
  for (std::size_t i = 0; i + step <= record.words.size(); i += step) {
    const auto words = record.words.subspan(i, step);
    std::int64_t value = record.flag ? static_cast<std::int32_t>(words[1]) : static_cast<std::int64_t>(words[1]);
    if (wide) value = static_cast<std::int64_t>(std::uint64_t{words[2]} << 32 | words[1]);
    constants.push_back({identifier(image.string(words[0])), value});
  }
  return constants;
}

class Builder {
 public:
  Builder(const btf::Image& image, bool packed) : image_(image), packed_(packed) {}

  Result<void> add(btf::TypeId root) {
    Member member;
    WAGGLE_CHECK(resolve(root, member));
    if (member.type || is_enumeration(image_.at(image_.strip(root).value_or(0)).kind)) return {};
    return invalid(fmt::format("'{}' is no structure, union or enumeration", image_.at(root).name));
  }

  Result<Member> value(btf::TypeId id) {
    Member member;
    WAGGLE_CHECK(resolve(id, member));
    return member;
  }

  Result<Definition> section(const btf::Record& section) {
    Definition values{.size = section.size};
    for (std::size_t i = 0; i + 3 <= section.words.size(); i += 3) {
      const btf::Record& variable = image_.at(section.words[i]);
      if (variable.kind != BTF_KIND_VAR || variable.words[0] == BTF_VAR_STATIC) continue;
      Member member{.name = identifier(variable.name), .offset = std::uint64_t{8} * section.words[i + 1]};
      WAGGLE_CHECK(resolve(variable.type, member).context(fmt::format("'{}'", variable.name)));
      values.members.push_back(std::move(member));
    }
    std::ranges::stable_sort(values.members, {}, &Member::offset);
    WAGGLE_CHECK(place(values, false).context(std::string(section.name)));
    name_padding(values);
    return values;
  }

  Layout take() && { return std::move(layout_); }

 private:
  // Follows `id` to what a value of it consists of.
  Result<void> resolve(btf::TypeId id, Member& member) {
    std::string_view alias;
    for (int steps = 0; steps < btf::kMostSteps; ++steps) {
      const btf::Record& record = image_.at(id);
      switch (record.kind) {
        case BTF_KIND_TYPEDEF: alias = record.name; [[fallthrough]];
        case BTF_KIND_CONST:
        case BTF_KIND_VOLATILE:
        case BTF_KIND_RESTRICT:
        case BTF_KIND_TYPE_TAG: id = record.type; break;
        case BTF_KIND_ARRAY:
          member.counts.push_back(record.words[2]);
          id = record.words[0];
          alias = {};
          break;
        default: return resolve_bare(id, alias, member);
      }
    }
    return invalid(fmt::format("BTF type {} goes in circles", id));
  }

  Result<void> resolve_bare(btf::TypeId id, std::string_view alias, Member& member) {
    const btf::Record& record = image_.at(id);
    if (is_composite(record.kind)) {
      WAGGLE_TRY(member.type, composite(id, alias));
      return {};
    }
    if (is_enumeration(record.kind)) return resolve_enumeration(id, alias, member);
    if (record.kind == BTF_KIND_PTR) member.scalar = {.kind = ScalarKind::integer, .size = 8, .stands_for = "pointer"};
    else if (record.kind == BTF_KIND_INT) member.scalar = integer_of(record);
    else if (record.kind == BTF_KIND_FLOAT) member.scalar = float_of(record);
    else return invalid(fmt::format("BTF type {} ('{}') has no size, and cannot be a value", id, record.name));
    return {};
  }

  Result<void> resolve_enumeration(btf::TypeId id, std::string_view alias, Member& member) {
    const btf::Record& record = image_.at(id);
    if (!is_number_size(record.size) || record.size > 8)
      return invalid(fmt::format("BTF type {} ('{}') is an enumeration of {} bytes", id, record.name, record.size));
    auto [known, is_new] = done_.try_emplace(id);
    if (is_new) known->second = enumeration(record, alias);
    if (known->second && record.size == kIntSize && !known->second->name.empty()) member.type = known->second;
    const std::string_view name = record.name.empty() ? alias : record.name;
    member.scalar = {.kind = ScalarKind::integer,
                     .size = record.size,
                     .is_signed = record.flag,
                     .stands_for = name.empty() ? "enum" : "enum " + identifier(name)};
    return {};
  }

  // Null where it cannot be defined.
  std::shared_ptr<Definition> enumeration(const btf::Record& record, std::string_view alias) {
    auto made = std::make_shared<Definition>(Definition{.kind = DefinitionKind::enumeration,
                                                        .size = record.size,
                                                        .alignment = record.size,
                                                        .is_signed = record.flag,
                                                        .constants = constants_of(image_, record)});
    const auto taken = [this](const Constant& constant) { return constants_.contains(constant.name); };
    if (made->constants.empty() || std::ranges::any_of(made->constants, taken)) return nullptr;
    for (const Constant& constant : made->constants) constants_.insert(constant.name);
    name(*made, record, alias);
    layout_.push_back(made);
    return made;
  }

  // By its tag, else by the typedef through which it was reached, else not at all.
  void name(Definition& made, const btf::Record& record, std::string_view alias) {
    made.is_typedef = record.name.empty();
    const std::string wanted = identifier(record.name.empty() ? alias : record.name);
    if (wanted.empty()) return;
    made.name = wanted;
    for (int n = 2; !names_.insert(made.name).second; ++n) made.name = fmt::format("{}___{}", wanted, n);
  }

  Result<std::shared_ptr<Definition>> composite(btf::TypeId id, std::string_view alias) {
    const btf::Record& record = image_.at(id);
    if (const auto known = done_.find(id); known != done_.end()) return known->second;
    if (++depth_ > btf::kMostSteps) return invalid(fmt::format("BTF type {} ('{}') contains itself", id, record.name));
    auto made = std::make_shared<Definition>();
    made->kind = record.kind == BTF_KIND_UNION ? DefinitionKind::union_ : DefinitionKind::structure;
    made->size = record.size;
    for (std::size_t i = 0; i < record.words.size() / 3; ++i)
      WAGGLE_CHECK(
          add_member(record, i, *made).context(fmt::format("'{}'", record.name.empty() ? alias : record.name)));
    --depth_;
    WAGGLE_CHECK(place(*made, packed_).context(fmt::format("BTF type {} ('{}')", id, record.name)));
    name(*made, record, alias);
    if (made->name.empty()) return made;
    name_padding(*made);
    done_.emplace(id, made);
    layout_.push_back(made);
    return made;
  }

  Result<void> add_member(const btf::Record& record, std::size_t i, Definition& made) {
    if (++members_ > kMostMembers) return invalid("it has too many members");
    const btf::MemberRecord said = image_.member(record, i);
    Member member{.name = identifier(said.name), .offset = said.offset_bits, .bits = said.bits};
    WAGGLE_CHECK(resolve(said.type, member));
    // Without a flag on the structure, compilers of old wrote a bit-field as an integer of few bits.
    const btf::Record& bare = image_.at(image_.strip(said.type).value_or(0));
    if (bare.kind == BTF_KIND_INT && member.bits == 0 && BTF_INT_BITS(bare.words[0]) != bare.size * 8) {
      member.bits = BTF_INT_BITS(bare.words[0]);
      member.offset += BTF_INT_OFFSET(bare.words[0]);
    }
    if (member.bits != 0) member.type = nullptr;  // an enumeration's sign in a bit-field is the compiler's choice
    // What has no name and no members cannot be spoken of: it is padding.
    if (!member.name.empty() || member.type) made.members.push_back(std::move(member));
    return {};
  }

  const btf::Image& image_;
  bool packed_;
  Layout layout_;
  std::map<btf::TypeId, std::shared_ptr<Definition>> done_;
  std::set<std::string> names_, constants_;
  std::size_t members_ = 0;
  int depth_ = 0;
};

}  // namespace

std::uint64_t Member::size() const {
  if (bits != 0) return bits;
  std::uint64_t size = std::uint64_t{8} * (type ? type->size : scalar.size);
  for (const std::uint32_t count : counts) {
    if (count != 0 && size > UINT64_MAX / count) return UINT64_MAX;
    size *= count;
  }
  return size;
}

std::uint32_t Member::alignment() const {
  if (type) return type->alignment;
  return scalar.kind == ScalarKind::bytes ? 1 : scalar.size;
}

Result<Layout> lay_out(const btf::Image& image, std::span<const btf::TypeId> roots, bool packed) {
  Builder builder(image, packed);
  for (const btf::TypeId root : roots) WAGGLE_CHECK(builder.add(root));
  return std::move(builder).take();
}

Result<ValuesLayout> lay_out_values(const btf::Image& image, std::span<const btf::TypeId> roots,
                                    std::span<const btf::TypeId> values) {
  Builder builder(image, false);
  ValuesLayout laid_out;
  for (const btf::TypeId root : roots) WAGGLE_CHECK(builder.add(root));
  for (const btf::TypeId id : values) {
    WAGGLE_TRY(Member member, builder.value(id));
    laid_out.values.push_back(std::move(member));
  }
  laid_out.types = std::move(builder).take();
  return laid_out;
}

Result<GlobalsLayout> lay_out_globals(const btf::Image& image, std::span<const std::string> sections) {
  Builder builder(image, false);
  GlobalsLayout globals;
  for (const std::string& name : sections)
    for (btf::TypeId id = 1; id < image.count(); ++id) {
      const btf::Record& record = image.at(id);
      if (record.kind != BTF_KIND_DATASEC || record.name != name) continue;
      WAGGLE_TRY(Definition values, builder.section(record));
      globals.sections.push_back({name, std::move(values)});
    }
  globals.types = std::move(builder).take();
  return globals;
}

}  // namespace waggle::toolchain
