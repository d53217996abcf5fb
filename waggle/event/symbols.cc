#include "waggle/event/symbols.hh"

#include <optional>

namespace waggle::event {
namespace {

std::optional<std::int64_t> as_integer(const Value& value) {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return static_cast<std::int64_t>(*number);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return std::nullopt;
}

std::optional<std::int64_t> number_member(const Event& event, std::string_view name) {
  for (const Member& member : event.stream.sent().members)
    if (member.name == name) return as_integer(read(*member.type, event.bytes, member_place(member, {})));
  return std::nullopt;
}

bool has_stack(const Type& type) {
  for (const Member& member : type.members)
    if (is_stack(*member.type)) return true;
  return false;
}

}  // namespace

void Stacks::begin(const Event& event) {
  if (!has_stack(event.stream.sent())) return;
  const auto tgid = number_member(event, "tgid");
  pid_ = static_cast<std::uint32_t>(tgid ? *tgid : number_member(event, "pid").value_or(0));
  kernel_bytes_ = number_member(event, "kstack_sz");
  user_bytes_ = number_member(event, "ustack_sz");
}

std::uint64_t Stacks::address(const Type& stack, Bytes event, Place place, std::uint32_t i) const {
  const auto& bytes = stack.meaning == Meaning::kernel_stack ? kernel_bytes_ : user_bytes_;
  const bool written = !bytes || (std::int64_t{i} + 1) * stack.element->size <= *bytes;
  if (!written || i >= elements(stack, event, place)) return 0;
  return static_cast<std::uint64_t>(
      as_integer(read(*stack.element, event, element_place(stack, place, i))).value_or(0));
}

std::string_view Stacks::name(const Type& stack, std::uint64_t address) {
  if (symbols_ == nullptr) return {};
  return stack.meaning == Meaning::kernel_stack ? symbols_->kernel(address) : symbols_->user(pid_, address);
}

}  // namespace waggle::event
