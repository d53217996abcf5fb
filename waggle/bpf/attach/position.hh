// Where a program stands among others of its hook (tcx and netkit run a list of programs).
#pragma once

#include <cstdint>

#include "waggle/base/result.hh"
#include "waggle/bpf/attach/target.hh"

namespace waggle::bpf {

// In the words of bpf(2): BPF_F_BEFORE, BPF_F_AFTER (and BPF_F_ID) and a program's id.
struct Position {
  std::uint32_t flags = 0;
  std::uint32_t relative_id = 0;

  [[nodiscard]] bool given() const { return flags != 0; }
};

// The one of first, last, before=ID and after=ID that the target has, if any.
Result<Position> parse_position(const Target& target);

}  // namespace waggle::bpf
