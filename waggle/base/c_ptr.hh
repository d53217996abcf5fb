// An owning pointer to something a C library frees by a function of its own.
#pragma once

#include <memory>

namespace waggle {

template <auto Destroy>
struct CDelete {
  template <class T>
  void operator()(T* p) const noexcept {
    static_cast<void>(Destroy(p));
  }
};

// CPtr<bpf_link, bpf_link__destroy> link(bpf_program__attach(p));
template <class T, auto Destroy>
using CPtr = std::unique_ptr<T, CDelete<Destroy>>;

}  // namespace waggle
