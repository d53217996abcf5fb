#include "waggle/btf/core_match.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>
#include <optional>
#include <span>

#include "waggle/btf/c_name.hh"

namespace waggle::btf {
namespace {

// Of types that are made of each other: what a compiler writes needs hundreds, a hostile file can ask for 2^64.
constexpr int kMostLooks = 100'000;

bool is_composite(std::uint32_t kind) { return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION; }
bool is_enumeration(std::uint32_t kind) { return kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64; }
bool same_kind(std::uint32_t a, std::uint32_t b) { return a == b || (is_enumeration(a) && is_enumeration(b)); }

// "task_struct" of "task_struct___old".
std::string_view essential(std::string_view name) {
  for (std::size_t at = name.rfind("___"); at != name.npos && at != 0; at = name.rfind("___", at - 1))
    if (name[at - 1] != '_' && at + 3 < name.size() && name[at + 3] != '_') return name.substr(0, at);
  return name;
}

bool asks_for_member(CoreKind kind) { return kind <= CoreKind::right_shift; }
bool asks_for_enumerator(CoreKind kind) {
  return kind == CoreKind::enumerator_exists || kind == CoreKind::enumerator_value;
}

// One step of a path within the object's types: by name, or, of an array, by number.
struct Step {
  std::string_view name;
  std::uint32_t index = 0;
  TypeId type = 0;  // of what is there
};

Error no_such_path(const Image& image, const CoreRelocation& relocation) {
  return Error(EINVAL,
               fmt::format("a relocation of {} goes where the type has nothing", c_name(image, relocation.type)));
}

bool is_flexible(const Record& array) { return array.words[2] == 0; }

// The first step is the element of an array of the type, the last one is what is asked for. Structures without a name
// are no steps: on the other side their members are looked for wherever they are.
std::optional<std::vector<Step>> steps_of(const Image& image, const CoreRelocation& relocation) {
  std::vector<Step> steps{{.name = {}, .index = relocation.path[0], .type = relocation.type}};
  TypeId id = relocation.type;
  for (const std::uint32_t index : std::span(relocation.path).subspan(1)) {
    const auto bare = image.strip(id);
    if (!bare) return std::nullopt;
    const Record& record = image.at(*bare);
    if (is_composite(record.kind)) {
      if (index >= record.words.size() / 3) return std::nullopt;
      const MemberRecord member = image.member(record, index);
      id = member.type;
      if (!member.name.empty()) steps.push_back({.name = member.name, .index = index, .type = id});
    } else if (record.kind == BTF_KIND_ARRAY) {
      if (!is_flexible(record) && index >= record.words[2]) return std::nullopt;
      id = record.words[0];
      steps.push_back({.name = {}, .index = index, .type = id});
    } else {
      return std::nullopt;
    }
  }
  return steps;
}

struct Enumerator {
  std::string_view name;
  std::uint64_t value = 0;
};

std::vector<Enumerator> enumerators_of(const Image& image, const Record& record) {
  std::vector<Enumerator> found;
  const bool wide = record.kind == BTF_KIND_ENUM64;
  const std::size_t step = wide ? 3 : 2;
  for (std::size_t i = 0; i + step <= record.words.size(); i += step) {
    const auto words = record.words.subspan(i, step);
    std::uint64_t value = record.flag ? static_cast<std::uint64_t>(static_cast<std::int32_t>(words[1])) : words[1];
    if (wide) value = std::uint64_t{words[2]} << 32 | words[1];
    found.push_back({image.string(words[0]), value});
  }
  return found;
}

// Whether values of two types can be read by the same program.
class Compatibility {
 public:
  Compatibility(const Image& object, const Image& kernel) : object_(object), kernel_(kernel) {}

  // Of a member: numbers may have other sizes, pointers may point elsewhere.
  [[nodiscard]] bool of_members(TypeId ours, TypeId theirs) const {
    for (int steps = 0; steps < kMostSteps; ++steps) {
      const auto a = object_.strip(ours);
      const auto b = kernel_.strip(theirs);
      if (!a || !b) return false;
      const Record& x = object_.at(*a);
      const Record& y = kernel_.at(*b);
      if (is_composite(x.kind) && is_composite(y.kind)) return true;
      if (!same_kind(x.kind, y.kind)) return false;
      if (x.kind != BTF_KIND_ARRAY) return fits(x, y);
      ours = x.words[0];
      theirs = y.words[0];
    }
    return false;
  }

  // Of whole types, which have the same name.
  [[nodiscard]] bool of_types(TypeId ours, TypeId theirs, int depth = 0) const {
    const auto a = object_.strip(ours);
    const auto b = kernel_.strip(theirs);
    if (!a || !b || depth == kMostDepth || ++looks_ > kMostLooks) return false;
    const Record& x = object_.at(*a);
    const Record& y = kernel_.at(*b);
    if (!same_kind(x.kind, y.kind)) return false;
    switch (x.kind) {
      case BTF_KIND_INT: return BTF_INT_OFFSET(x.words[0]) == 0 && BTF_INT_OFFSET(y.words[0]) == 0;
      case BTF_KIND_PTR: return of_types(x.type, y.type, depth + 1);
      case BTF_KIND_ARRAY: return of_types(x.words[0], y.words[0], depth + 1);
      case BTF_KIND_FUNC_PROTO: return of_functions(x, y, depth + 1);
      default: return true;
    }
  }

 private:
  static constexpr int kMostDepth = 32;

  [[nodiscard]] static bool fits(const Record& x, const Record& y) {
    if (x.kind == BTF_KIND_INT) return BTF_INT_OFFSET(x.words[0]) == 0 && BTF_INT_OFFSET(y.words[0]) == 0;
    if (!is_enumeration(x.kind) && x.kind != BTF_KIND_FWD) return x.kind == BTF_KIND_PTR || x.kind == BTF_KIND_FLOAT;
    return x.name.empty() || y.name.empty() || essential(x.name) == essential(y.name);
  }

  [[nodiscard]] bool of_functions(const Record& x, const Record& y, int depth) const {
    if (x.words.size() != y.words.size()) return false;
    for (std::size_t i = 1; i < x.words.size(); i += 2)
      if (!of_types(x.words[i], y.words[i], depth)) return false;
    return of_types(x.type, y.type, depth);
  }

  const Image& object_;
  const Image& kernel_;
  mutable int looks_ = 0;
};

// Walks one of the kernel's types along the object's steps.
class Walk {
 public:
  Walk(const Image& object, const Image& kernel, TypeId root) : object_(object), kernel_(kernel), type_(root) {
    match_.root = root;
  }

  std::optional<CoreMatch> along(std::span<const Step> steps, CoreKind kind) {
    enter_element(type_, steps.front().index);
    for (const Step& step : steps.subspan(1))
      if (!(step.name.empty() ? enter_index(step.index) : enter_member(step))) return std::nullopt;
    const auto value = value_of(kind);
    if (!value) return std::nullopt;
    match_.value = *value;
    return std::move(match_);
  }

 private:
  void enter_element(TypeId type, std::uint32_t index) {
    type_ = type;
    bit_offset_ += std::uint64_t{8} * index * kernel_.size(type);
    last_ = {};
  }

  bool enter_index(std::uint32_t index) {
    const auto bare = kernel_.strip(type_);
    if (!bare || kernel_.at(*bare).kind != BTF_KIND_ARRAY) return false;
    const Record& array = kernel_.at(*bare);
    if (!is_flexible(array) && index >= array.words[2]) return false;
    enter_element(array.words[0], index);
    return true;
  }

  bool enter_member(const Step& step) {
    const auto found = find_member(type_, step, 0);
    if (!found || !Compatibility(object_, kernel_).of_members(step.type, found->type)) return false;
    type_ = found->type;
    last_ = *found;
    return true;
  }

  // Looks into structures without a name as well; keeps the steps of the way to what was found.
  std::optional<MemberRecord> find_member(TypeId composite, const Step& step, int depth) {
    const auto bare = kernel_.strip(composite);
    if (!bare || depth == kMostSteps || !is_composite(kernel_.at(*bare).kind)) return std::nullopt;
    if (++looks_ > kMostLooks) return std::nullopt;
    const Record& record = kernel_.at(*bare);
    for (std::uint32_t i = 0; i < record.words.size() / 3; ++i) {
      const MemberRecord member = kernel_.member(record, i);
      if (!member.name.empty() && member.name != step.name) continue;
      match_.steps.push_back({*bare, i});
      bit_offset_ += member.offset_bits;
      if (!member.name.empty()) return member;
      if (const auto inner = find_member(member.type, step, depth + 1)) return inner;
      bit_offset_ -= member.offset_bits;
      match_.steps.pop_back();
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::uint64_t> value_of(CoreKind kind) const {
    const auto bare = kernel_.strip(type_);
    if (!bare) return std::nullopt;
    const Record& record = kernel_.at(*bare);
    const bool is_number = record.kind == BTF_KIND_INT && (BTF_INT_ENCODING(record.words[0]) & BTF_INT_SIGNED) != 0;
    switch (kind) {
      case CoreKind::field_exists: return 1;
      case CoreKind::byte_offset: return storage().offset;
      case CoreKind::byte_size: return storage().bytes;
      case CoreKind::is_signed: return is_number || (is_enumeration(record.kind) && record.flag);
      case CoreKind::left_shift: return 64 - (bit_offset_ + bits() - 8 * storage().offset);
      case CoreKind::right_shift: return 64 - bits();
      default: return std::nullopt;
    }
  }

  // The bytes that hold it: of a bit-field, as few of its type's as will do.
  struct Storage {
    std::uint64_t offset, bytes;
  };
  [[nodiscard]] Storage storage() const {
    std::uint64_t bytes = kernel_.size(type_);
    if (last_.bits == 0 || bytes == 0) return {bit_offset_ / 8, bytes};
    std::uint64_t offset = bit_offset_ / 8 / bytes * bytes;
    while (bit_offset_ + last_.bits > 8 * (offset + bytes) && bytes < 16) {
      bytes *= 2;
      offset = bit_offset_ / 8 / bytes * bytes;
    }
    return {offset, bytes};
  }
  [[nodiscard]] std::uint64_t bits() const {
    return last_.bits != 0 ? last_.bits : 8 * std::uint64_t{kernel_.size(type_)};
  }

  const Image& object_;
  const Image& kernel_;
  TypeId type_;
  std::uint64_t bit_offset_ = 0;
  MemberRecord last_;  // where the last step was a member
  CoreMatch match_;
  int looks_ = 0;
};

std::optional<CoreMatch> match_type(const Image& object, const Image& kernel, const CoreRelocation& asked,
                                    TypeId root) {
  CoreMatch match{.root = root, .steps = {}, .value = 1};
  if (asked.kind == CoreKind::type_matches) return match;
  if (!Compatibility(object, kernel).of_types(asked.type, root)) return std::nullopt;
  if (asked.kind == CoreKind::target_type_id) match.value = root;
  if (asked.kind == CoreKind::type_size) match.value = kernel.size(root);
  return match;
}

std::optional<CoreMatch> match_enumerator(const Image& kernel, std::string_view name, CoreKind kind, TypeId root) {
  const Record& bare = kernel.at(kernel.strip(root).value_or(0));
  if (!is_enumeration(bare.kind)) return std::nullopt;
  for (const Enumerator& enumerator : enumerators_of(kernel, bare))
    if (essential(enumerator.name) == essential(name))
      return CoreMatch{.root = root, .steps = {}, .value = kind == CoreKind::enumerator_value ? enumerator.value : 1};
  return std::nullopt;
}

std::optional<std::string_view> enumerator_name(const Image& image, const CoreRelocation& relocation) {
  const auto bare = image.strip(relocation.type);
  if (!bare || !is_enumeration(image.at(*bare).kind)) return std::nullopt;
  const auto enumerators = enumerators_of(image, image.at(*bare));
  if (relocation.path[0] >= enumerators.size()) return std::nullopt;
  return enumerators[relocation.path[0]].name;
}

}  // namespace

CoreMatcher::CoreMatcher(const Image& object, const Image& kernel) : object_(object), kernel_(kernel) {
  for (TypeId id = 1; id < kernel.count(); ++id)
    if (!kernel.at(id).name.empty()) by_name_.emplace(essential(kernel.at(id).name), id);
}

Result<std::string> CoreMatcher::describe(const CoreRelocation& relocation) const {
  std::string text = c_name(object_, relocation.type);
  if (asks_for_enumerator(relocation.kind)) {
    const auto enumerator = enumerator_name(object_, relocation);
    if (!enumerator) return no_such_path(object_, relocation);
    return fmt::format("{}.{}", text, *enumerator);
  }
  if (!asks_for_member(relocation.kind)) return text;
  const auto steps = steps_of(object_, relocation);
  if (!steps) return no_such_path(object_, relocation);
  if (steps->front().index != 0) text += fmt::format("[{}]", steps->front().index);
  for (const Step& step : std::span(*steps).subspan(1))
    text += step.name.empty() ? fmt::format("[{}]", step.index) : fmt::format(".{}", step.name);
  return text;
}

Result<std::vector<CoreMatch>> CoreMatcher::matches(const CoreRelocation& relocation) const {
  std::vector<CoreMatch> found;
  if (relocation.kind == CoreKind::local_type_id) return found;
  const auto steps = asks_for_member(relocation.kind) ? steps_of(object_, relocation) : std::vector<Step>();
  const auto enumerator =
      asks_for_enumerator(relocation.kind) ? enumerator_name(object_, relocation) : std::string_view();
  if (!steps || !enumerator) return no_such_path(object_, relocation);

  const Record& wanted = object_.at(relocation.type);
  const auto [begin, end] = by_name_.equal_range(essential(wanted.name));
  for (auto candidate = begin; candidate != end; ++candidate) {
    const TypeId root = candidate->second;
    if (!same_kind(kernel_.at(root).kind, wanted.kind)) continue;
    std::optional<CoreMatch> match;
    if (asks_for_member(relocation.kind)) match = Walk(object_, kernel_, root).along(*steps, relocation.kind);
    else if (asks_for_enumerator(relocation.kind))
      match = match_enumerator(kernel_, *enumerator, relocation.kind, root);
    else match = match_type(object_, kernel_, relocation, root);
    if (match) found.push_back(std::move(*match));
  }
  std::ranges::sort(found, {}, &CoreMatch::root);
  return found;
}

Result<CoreAnswer> CoreMatcher::answer(const CoreRelocation& relocation) const {
  if (relocation.kind == CoreKind::local_type_id) return CoreAnswer{CoreVerdict::satisfied, relocation.type};
  WAGGLE_TRY(const auto found, matches(relocation));
  if (found.empty()) return CoreAnswer{};
  if (relocation.kind == CoreKind::type_matches) return CoreAnswer{CoreVerdict::undecided, 0};
  const auto differs = [&](const CoreMatch& match) { return match.value != found.front().value; };
  if (std::ranges::any_of(found, differs)) return CoreAnswer{CoreVerdict::ambiguous, 0};
  return CoreAnswer{CoreVerdict::satisfied, found.front().value};
}

}  // namespace waggle::btf
