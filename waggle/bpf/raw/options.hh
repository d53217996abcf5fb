// libbpf's options structures, which carry their size. (Its macro for this is not C++.)
#pragma once

#include <cstring>

namespace waggle::bpf::raw {

// Zero in all its bytes: libbpf refuses structures whose padding is not. Copies keep the padding, as a plain
// structure's would not when a function returns it in registers.
template <class Raw>
struct Options : Raw {
  Options() {
    std::memset(static_cast<Raw*>(this), 0, sizeof(Raw));
    this->sz = sizeof(Raw);
  }
  Options(const Options& other) { std::memcpy(static_cast<Raw*>(this), static_cast<const Raw*>(&other), sizeof(Raw)); }
  Options& operator=(const Options&) = delete;
};

template <class Raw>
Options<Raw> options() {
  return {};
}

}  // namespace waggle::bpf::raw
