// What a guest attached to interfaces by netlink: tc hooks, tc filters and XDP programs, which would
// outlive it. They are taken away when the guest ends, save for one that may pin.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace waggle::abi::libbpf {

class Interfaces {
 public:
  Interfaces() = default;
  Interfaces(const Interfaces&) = delete;
  // Undoes what is left, newest first.
  ~Interfaces() {
    while (!left_.empty()) {
      left_.back().undo();
      left_.pop_back();
    }
  }

  // `what` names the place; a later attachment to it replaces the earlier one.
  void attached(const std::string& what, std::function<void()> undo) {
    detached(what);
    left_.push_back({what, std::move(undo)});
  }
  // The guest has taken it away itself.
  void detached(const std::string& what) {
    std::erase_if(left_, [&](const Attachment& one) { return one.what == what; });
  }

 private:
  struct Attachment {
    std::string what;
    std::function<void()> undo;
  };
  std::vector<Attachment> left_;
};

}  // namespace waggle::abi::libbpf
