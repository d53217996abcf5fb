// Gives events to the guest's process_event.
#pragma once

#include <memory>
#include <string>

#include "waggle/abi/guest.hh"
#include "waggle/event/sink.hh"

namespace waggle::abi::ewasm {

// Borrows the Guest. What the guest lets pass goes to the next guest of its chain, if there is one.
class GuestSink final : public event::Sink {
 public:
  explicit GuestSink(Guest& guest);

  Result<void> write(const event::Event& event) override;

 private:
  class Text final : public event::Output {
   public:
    Result<void> write(std::string_view text) override {
      line += text;
      return {};
    }
    std::string line;
  };

  Guest& guest_;
  Text text_;
  std::unique_ptr<event::Sink> json_;
};

}  // namespace waggle::abi::ewasm
