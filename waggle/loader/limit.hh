// Lets a number of events through and then no more.
#pragma once

#include <cstdint>
#include <memory>

#include "waggle/event/event.hh"

namespace waggle::loader {

class LimitSink final : public event::Sink {
 public:
  LimitSink(std::uint64_t most, std::unique_ptr<event::Sink> next) : left_(most), next_(std::move(next)) {}

  // All have come; the run may end.
  [[nodiscard]] bool reached() const { return left_ == 0; }

  Result<void> write(const event::Event& event) override {
    if (left_ == 0) return {};
    --left_;
    return next_->write(event);
  }
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(event::CutShort cut_short) override { return next_->end_interval(cut_short); }
  Result<void> finish() override { return next_->finish(); }

 private:
  std::uint64_t left_;
  std::unique_ptr<event::Sink> next_;
};

}  // namespace waggle::loader
