// What a guest attached by other means than links, and would outlive it: programs of cgroups, tc hooks
// and filters, XDP programs by netlink. They are taken away when the guest ends, unless it may pin.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waggle::abi::libbpf {

class Leftovers {
 public:
  Leftovers() = default;
  Leftovers(const Leftovers&) = delete;
  // Undoes what is left, newest first.
  ~Leftovers() {
    while (!left_.empty()) {
      left_.back().undo();
      left_.pop_back();
    }
  }

  // `what` names it; a later attachment of that name replaces the earlier one.
  void attached(const std::string& what, std::function<void()> undo) {
    detached(what);
    left_.push_back({what, std::move(undo)});
  }
  // The guest has taken away what begins with this name.
  void detached(std::string_view what) {
    std::erase_if(left_, [&](const Attachment& one) { return one.what.starts_with(what); });
  }

 private:
  struct Attachment {
    std::string what;
    std::function<void()> undo;
  };
  std::vector<Attachment> left_;
};

}  // namespace waggle::abi::libbpf
