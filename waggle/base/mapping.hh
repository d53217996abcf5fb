// A piece of kernel memory that can be mapped, described but not yet mapped. It is how
// the rooms `bpf` (which has the descriptor) and `vm` (which has the place) meet.
#pragma once

#include <cstddef>
#include <cstdint>

namespace waggle {

enum class Protection : std::uint8_t { read, read_write };

struct Mapping {
  int fd = -1;               // borrowed; must live until the mapping was made
  std::uint64_t offset = 0;  // into the descriptor, bytes, page-aligned
  std::size_t length = 0;    // bytes, page-aligned
  Protection protection = Protection::read;
};

}  // namespace waggle
