// libbpf's options structures, which carry their size. (Its macro for this is not C++.)
#pragma once

namespace waggle::bpf::raw {

template <class Options>
Options options() {
  Options empty{};
  empty.sz = sizeof empty;
  return empty;
}

}  // namespace waggle::bpf::raw
