// libbpf's options structures, which carry their size. (Its macro for this is not C++.)
#pragma once

#include <cstring>

namespace waggle::bpf::raw {

template <class Options>
Options options() {
  Options empty;
  std::memset(&empty, 0, sizeof empty);  // libbpf refuses structures whose padding is not zero
  // Somebody may look at all of it: without this g++ copies members only when it inlines, and padding is anything.
  __asm__ volatile("" : : "g"(&empty) : "memory");
  empty.sz = sizeof empty;
  return empty;
}

}  // namespace waggle::bpf::raw
