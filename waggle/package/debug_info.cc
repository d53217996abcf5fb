#include "waggle/package/debug_info.hh"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fmt/format.h>
#include <libelf.h>

#include <functional>
#include <optional>
#include <string>

#include "waggle/base/c_ptr.hh"

namespace waggle::package {
namespace {

using event::Kind;
using event::Type;
using event::TypePtr;

// Deeper than any structure that is an event; DWARF of hostile making may go round in circles.
constexpr unsigned kDeepest = 16;
constexpr std::uint32_t kMostMembers = 4096;

std::optional<Dwarf_Die> referred(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Die target;
  if (::dwarf_attr_integrate(die, attribute, &found) == nullptr) return std::nullopt;
  if (::dwarf_formref_die(&found, &target) == nullptr) return std::nullopt;
  return target;
}

std::optional<std::uint64_t> number(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (::dwarf_attr_integrate(die, attribute, &found) == nullptr) return std::nullopt;
  if (::dwarf_formudata(&found, &value) != 0) return std::nullopt;
  return value;
}

std::string name_of(Dwarf_Die* die) {
  const char* const name = ::dwarf_diename(die);
  return name == nullptr ? "" : name;
}

// Calls `visit` for each child until it returns false.
void each_child(Dwarf_Die* die, const std::function<bool(Dwarf_Die*)>& visit) {
  Dwarf_Die child;
  if (::dwarf_child(die, &child) != 0) return;
  while (visit(&child) && ::dwarf_siblingof(&child, &child) == 0) {
  }
}

// Without typedefs and qualifiers; the name of the outermost typedef is what C would write.
struct Peeled {
  std::optional<Dwarf_Die> die;  // nullopt: void
  std::string alias;
};
Peeled peel(Dwarf_Die die) {
  Peeled result{die, ""};
  for (unsigned depth = 0; depth < kDeepest; ++depth) {
    const int tag = ::dwarf_tag(&*result.die);
    const bool is_alias = tag == DW_TAG_typedef;
    if (!is_alias && tag != DW_TAG_const_type && tag != DW_TAG_volatile_type && tag != DW_TAG_restrict_type) break;
    if (is_alias && result.alias.empty()) result.alias = name_of(&*result.die);
    result.die = referred(&*result.die, DW_AT_type);
    if (!result.die) break;
  }
  return result;
}

TypePtr describe(Dwarf_Die die, unsigned depth);

TypePtr shared(Type type) { return std::make_shared<const Type>(std::move(type)); }

TypePtr base_type(Dwarf_Die* die, Type type) {
  switch (number(die, DW_AT_encoding).value_or(0)) {
    case DW_ATE_boolean: type.kind = Kind::boolean; break;
    case DW_ATE_float: type.kind = Kind::floating; break;
    case DW_ATE_signed:
    case DW_ATE_signed_char: type.kind = Kind::signed_integer; break;
    case DW_ATE_unsigned:
    case DW_ATE_unsigned_char: type.kind = Kind::unsigned_integer; break;
    default: break;  // bytes
  }
  return shared(std::move(type));
}

TypePtr enumeration(Dwarf_Die* die, Type type) {
  type.kind = Kind::enumeration;
  each_child(die, [&type](Dwarf_Die* child) {
    Dwarf_Attribute found;
    Dwarf_Sword value = 0;
    if (::dwarf_tag(child) == DW_TAG_enumerator && ::dwarf_attr(child, DW_AT_const_value, &found) != nullptr &&
        ::dwarf_formsdata(&found, &value) == 0)
      type.enumerators.push_back({name_of(child), value});
    return type.enumerators.size() < kMostMembers;
  });
  return shared(std::move(type));
}

void add_member(Dwarf_Die* die, unsigned depth, Type& to) {
  const auto target = referred(die, DW_AT_type);
  if (::dwarf_tag(die) != DW_TAG_member || !target) return;
  TypePtr type = describe(*target, depth + 1);
  if (!type) return;
  event::Member member{name_of(die), 0, 0, std::move(type)};
  member.bits = static_cast<std::uint32_t>(number(die, DW_AT_bit_size).value_or(0));
  const auto bit_offset = number(die, DW_AT_data_bit_offset);
  const std::uint64_t offset = bit_offset ? *bit_offset : number(die, DW_AT_data_member_location).value_or(0) * 8;
  if (offset > std::uint64_t{to.size} * 8) return;
  member.offset_bits = static_cast<std::uint32_t>(offset);
  to.members.push_back(std::move(member));
}

TypePtr structure(Dwarf_Die* die, unsigned depth, Type type) {
  type.kind = ::dwarf_tag(die) == DW_TAG_union_type ? Kind::union_ : Kind::structure;
  each_child(die, [&](Dwarf_Die* child) {
    add_member(child, depth, type);
    return type.members.size() < kMostMembers;
  });
  return shared(std::move(type));
}

std::vector<std::uint32_t> dimensions(Dwarf_Die* die) {
  std::vector<std::uint32_t> counts;
  each_child(die, [&counts](Dwarf_Die* child) {
    if (::dwarf_tag(child) != DW_TAG_subrange_type) return true;
    auto count = number(child, DW_AT_count);
    if (!count)
      if (const auto last = number(child, DW_AT_upper_bound)) count = *last + 1;
    counts.push_back(static_cast<std::uint32_t>(std::min<std::uint64_t>(count.value_or(0), UINT32_MAX)));
    return counts.size() < kDeepest;
  });
  return counts;
}

TypePtr array(Dwarf_Die* die, unsigned depth) {
  const auto target = referred(die, DW_AT_type);
  TypePtr element = target ? describe(*target, depth + 1) : nullptr;
  if (!element) return nullptr;
  const std::vector<std::uint32_t> counts = dimensions(die);
  for (auto count = counts.rbegin(); count != counts.rend(); ++count) {
    const std::uint64_t size = std::uint64_t{element->size} * *count;
    if (size > UINT32_MAX) return nullptr;
    Type type;
    type.kind = element->name == "char" ? Kind::text : Kind::array;
    type.name = fmt::format("{}[{}]", element->name, *count);
    type.size = static_cast<std::uint32_t>(size);
    type.count = *count;
    type.element = type.kind == Kind::text ? nullptr : element;
    element = shared(std::move(type));
  }
  return element;
}

TypePtr describe(Dwarf_Die die, unsigned depth) {
  Peeled peeled = peel(die);
  if (!peeled.die || depth > kDeepest) return nullptr;
  Dwarf_Die* const real = &*peeled.die;
  Type type;
  type.size = static_cast<std::uint32_t>(number(real, DW_AT_byte_size).value_or(0));
  type.name = peeled.alias.empty() ? name_of(real) : peeled.alias;
  switch (::dwarf_tag(real)) {
    case DW_TAG_base_type: return base_type(real, std::move(type));
    case DW_TAG_enumeration_type: return enumeration(real, std::move(type));
    case DW_TAG_pointer_type:
      type.kind = Kind::pointer;
      type.size = sizeof(std::uint64_t);  // of BPF
      type.name = "void *";
      return shared(std::move(type));
    case DW_TAG_structure_type:
      if (peeled.alias.empty()) type.name = "struct " + type.name;
      return structure(real, depth, std::move(type));
    case DW_TAG_union_type:
      if (peeled.alias.empty()) type.name = "union " + type.name;
      return structure(real, depth, std::move(type));
    case DW_TAG_array_type: return array(real, depth);
    default: return nullptr;
  }
}

// The structure behind a variable's type, through one pointer.
TypePtr structure_behind(Dwarf_Die* variable) {
  const auto type = referred(variable, DW_AT_type);
  if (!type) return nullptr;
  Peeled peeled = peel(*type);
  if (peeled.die && ::dwarf_tag(&*peeled.die) == DW_TAG_pointer_type) {
    peeled = Peeled{referred(&*peeled.die, DW_AT_type), ""};
  }
  TypePtr described = peeled.die ? describe(*peeled.die, 0) : nullptr;
  return described && described->kind == Kind::structure ? described : nullptr;
}

TypePtr find_variable(Dwarf_Die* scope, std::string_view name, unsigned depth) {
  TypePtr found;
  if (depth > kDeepest) return found;
  each_child(scope, [&](Dwarf_Die* child) {
    const int tag = ::dwarf_tag(child);
    if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) && name_of(child) == name)
      found = structure_behind(child);
    else if (tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine)
      found = find_variable(child, name, depth + 1);
    return !found;
  });
  return found;
}

}  // namespace

struct DebugInfo::State {
  ByteVector bytes;
  CPtr<Elf, elf_end> elf;
  CPtr<Dwarf, dwarf_end> dwarf;  // before the ELF it reads

  // Calls `visit` for the children of every compilation unit, until it returns false.
  void each_top(const std::function<bool(Dwarf_Die*)>& visit) const {
    if (!dwarf) return;
    Dwarf_Off at = 0;
    Dwarf_Off next = 0;
    std::size_t header = 0;
    bool more = true;
    for (; more && ::dwarf_nextcu(dwarf.get(), at, &next, &header, nullptr, nullptr, nullptr) == 0; at = next) {
      Dwarf_Die unit;
      if (::dwarf_offdie(dwarf.get(), at + header, &unit) == nullptr) return;
      each_child(&unit, [&](Dwarf_Die* die) { return more = visit(die); });
    }
  }
};

DebugInfo::DebugInfo(std::unique_ptr<State> state) : state_(std::move(state)) {}
DebugInfo::DebugInfo(DebugInfo&&) noexcept = default;
DebugInfo::~DebugInfo() = default;

Result<DebugInfo> DebugInfo::parse(Bytes elf) {
  ::elf_version(EV_CURRENT);
  auto state = std::make_unique<State>();
  state->bytes.assign(elf.begin(), elf.end());
  state->elf.reset(::elf_memory(reinterpret_cast<char*>(state->bytes.data()), state->bytes.size()));
  if (!state->elf || ::elf_kind(state->elf.get()) != ELF_K_ELF) return Error(ENOEXEC, "not an ELF file");
  state->dwarf.reset(::dwarf_begin_elf(state->elf.get(), DWARF_C_READ, nullptr));
  return DebugInfo(std::move(state));
}

std::vector<TypePtr> DebugInfo::structures(std::uint32_t bytes) const {
  std::vector<TypePtr> all;
  state_->each_top([&](Dwarf_Die* die) {
    if (::dwarf_tag(die) != DW_TAG_structure_type || name_of(die).empty() || number(die, DW_AT_byte_size) != bytes)
      return true;
    if (TypePtr type = describe(*die, 0)) all.push_back(std::move(type));
    return true;
  });
  return all;
}

TypePtr DebugInfo::variable(std::string_view function, std::string_view name) const {
  TypePtr found;
  state_->each_top([&](Dwarf_Die* die) {
    if (::dwarf_tag(die) == DW_TAG_subprogram && name_of(die) == function) found = find_variable(die, name, 0);
    return !found;
  });
  return found;
}

}  // namespace waggle::package
