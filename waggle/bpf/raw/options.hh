// libbpf's options structures, which carry their size. (Its macro for this is not C++.)
#pragma once

#include <cstring>

namespace waggle::bpf::raw {

template <class Options>
Options options() {
  Options empty;
  std::memset(&empty, 0, sizeof empty);  // libbpf refuses structures whose padding is not zero
  empty.sz = sizeof empty;
  return empty;
}

}  // namespace waggle::bpf::raw
