// One attached program. A Link owns the attachment, whatever the kernel made it of (a BPF
// link, a perf event, a netlink filter); dropping it detaches.
#pragma once

#include <memory>
#include <utility>

namespace waggle::bpf {

class [[nodiscard("dropping a Link detaches it")]] Link {
 public:
  // What one attach kind leaves behind; its destructor takes it away again.
  struct Attachment {
    Attachment() = default;
    Attachment(const Attachment&) = delete;
    virtual ~Attachment() = default;
  };

  explicit Link(std::unique_ptr<Attachment> attachment) : attachment_(std::move(attachment)) {}

 private:
  std::unique_ptr<Attachment> attachment_;
};

}  // namespace waggle::bpf
