// Runs a piece of code when the scope ends; for undoing what has no owner of its own.
#pragma once

#include <utility>

namespace waggle {

template <class F>
class [[nodiscard]] Defer {
 public:
  explicit Defer(F f) : f_(std::move(f)) {}
  Defer(Defer&&) = delete;
  ~Defer() {
    if (armed_) f_();
  }
  // It was not needed after all.
  void cancel() noexcept { armed_ = false; }

 private:
  F f_;
  bool armed_ = true;
};

}  // namespace waggle
