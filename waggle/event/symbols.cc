#include "waggle/event/symbols.hh"

#include <optional>

namespace waggle::event {
namespace {

std::optional<std::uint64_t> as_unsigned(const Value& value) {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<std::uint64_t>(*number);
  return std::nullopt;
}

std::optional<std::uint64_t> number_member(const Event& event, std::string_view name) {
  for (const Member& member : event.stream.sent().members)
    if (member.name == name) return as_unsigned(read(*member.type, event.bytes, member_place(member, {})));
  return std::nullopt;
}

}  // namespace

void Stacks::begin(const Event& event) {
  if (symbols_ == nullptr) return;
  const auto tgid = number_member(event, "tgid");
  pid_ = static_cast<std::uint32_t>(tgid ? *tgid : number_member(event, "pid").value_or(0));
}

std::uint64_t Stacks::address(const Type& stack, Bytes event, Place place, std::uint32_t i) {
  if (i >= elements(stack, event, place)) return 0;
  return as_unsigned(read(*stack.element, event, element_place(stack, place, i))).value_or(0);
}

std::string_view Stacks::name(const Type& stack, std::uint64_t address) {
  if (symbols_ == nullptr) return {};
  return stack.meaning == Meaning::kernel_stack ? symbols_->kernel(address) : symbols_->user(pid_, address);
}

}  // namespace waggle::event
