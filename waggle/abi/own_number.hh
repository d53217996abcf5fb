// A descriptor number that the host gives a guest for something that outlives it: the same one for as
// long as it stays open.
#pragma once

#include <memory>

#include "waggle/base/result.hh"
#include "waggle/sys/descriptors.hh"

namespace waggle::abi {

class OwnNumber {
 public:
  // The number of the last time, unless the guest has closed it or given it another meaning; else a new one,
  // at least `at_least`, for what `make` returns (a Result<sys::DescriptorRef>).
  template <class Make>
  Result<int> get(sys::Descriptors& all, Make make, int at_least = 0) {
    if (stands(all)) return number_;
    WAGGLE_TRY(sys::DescriptorRef descriptor, make());
    descriptor_ = descriptor;
    WAGGLE_TRY(number_, all.insert(std::move(descriptor), at_least));
    return number_;
  }

  // Closes it, where it stands.
  void close(sys::Descriptors& all) const {
    if (stands(all)) static_cast<void>(all.close(number_));
  }

 private:
  [[nodiscard]] bool stands(const sys::Descriptors& all) const {
    const sys::DescriptorRef mine = descriptor_.lock();
    const auto open = all.get(number_);
    return mine && open.ok() && *open == mine;
  }

  std::weak_ptr<sys::Descriptor> descriptor_;
  int number_ = -1;
};

}  // namespace waggle::abi
