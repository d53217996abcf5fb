#include "waggle/bpf/attach/position.hh"

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

Result<Position> parse_position(const Target& target) {
  WAGGLE_TRY(const auto before, number_option<std::uint32_t>(target, "before"));
  WAGGLE_TRY(const auto after, number_option<std::uint32_t>(target, "after"));
  const bool first = target.option("first") != nullptr;
  const bool last = target.option("last") != nullptr;
  if (int{first} + int{last} + int{before.has_value()} + int{after.has_value()} > 1)
    return misfit("first, last, before and after exclude each other");
  if (before) return Position{BPF_F_BEFORE | BPF_F_ID, *before};
  if (after) return Position{BPF_F_AFTER | BPF_F_ID, *after};
  // Without a relative program the two flags mean the ends of the list.
  if (first) return Position{BPF_F_BEFORE, 0};
  if (last) return Position{BPF_F_AFTER, 0};
  return Position{};
}

}  // namespace waggle::bpf
