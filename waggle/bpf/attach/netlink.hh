// The little of rtnetlink(7) that attaching needs: build one request, send it, collect the
// answers. It knows the format of messages, not their meaning.
#pragma once

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cstring>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// One request: a fixed header (tcmsg, ifinfomsg) and attributes behind it, which may nest.
class NetlinkRequest {
 public:
  // `flags` are NLM_F_*; NLM_F_REQUEST and NLM_F_ACK are added.
  template <class Header>
  NetlinkRequest(std::uint16_t type, std::uint16_t flags, const Header& header) {
    nlmsghdr message{};
    message.nlmsg_type = type;
    message.nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST | NLM_F_ACK);
    append(&message, sizeof message);
    append(&header, sizeof header);
  }

  void attribute(std::uint16_t type, Bytes payload) {
    const std::size_t at = begin(type);
    append(payload.data(), payload.size());
    end(at);
  }
  // With its terminating zero, as the kernel wants strings.
  void attribute(std::uint16_t type, const std::string& text) {
    attribute(type, std::as_bytes(std::span(text.c_str(), text.size() + 1)));
  }
  void attribute(std::uint16_t type, std::uint32_t number) { attribute(type, std::as_bytes(std::span(&number, 1))); }
  // Opens an attribute that holds others; end() takes what begin() returned.
  std::size_t begin(std::uint16_t type) {
    const std::size_t at = bytes_.size();
    const rtattr head{0, type};
    append(&head, sizeof head);
    return at;
  }
  void end(std::size_t at) {
    const auto length = static_cast<std::uint16_t>(bytes_.size() - at);
    std::memcpy(bytes_.data() + at, &length, sizeof length);  // rtattr::rta_len
    bytes_.resize(align_up(bytes_.size(), RTA_ALIGNTO));
  }
  template <class Header>
  void nested_header(const Header& header) {
    append(&header, sizeof header);
  }

  // The finished message.
  Bytes bytes() {
    const auto length = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &length, sizeof length);  // nlmsghdr::nlmsg_len
    return bytes_;
  }
  [[nodiscard]] bool is_dump() const {
    std::uint16_t flags = 0;
    std::memcpy(&flags, bytes_.data() + offsetof(nlmsghdr, nlmsg_flags), sizeof flags);
    return (flags & NLM_F_DUMP) == NLM_F_DUMP;
  }

 private:
  void append(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), bytes, bytes + size);
  }
  ByteVector bytes_;
};

// Finds an attribute among those of `bytes` (behind the fixed header); empty when there is none.
inline Bytes find_attribute(Bytes bytes, std::uint16_t wanted) {
  while (bytes.size() >= sizeof(rtattr)) {
    rtattr head{};
    std::memcpy(&head, bytes.data(), sizeof head);
    if (head.rta_len < sizeof head || head.rta_len > bytes.size()) break;
    if ((head.rta_type & NLA_TYPE_MASK) == wanted) return bytes.subspan(sizeof head, head.rta_len - sizeof head);
    bytes = bytes.subspan(std::min<std::size_t>(RTA_ALIGN(head.rta_len), bytes.size()));
  }
  return {};
}

// The answers to `request`, each a payload behind its nlmsghdr: those of a dump, or the echo
// (NLM_F_ECHO) of a change. The kernel's refusal is its errno.
Result<std::vector<ByteVector>> netlink_exchange(NetlinkRequest request);

namespace netlink_detail {

// Takes the messages of one datagram; true when the last of them ended the conversation.
inline Result<bool> take_messages(Bytes datagram, bool dump, std::vector<ByteVector>& answers) {
  while (datagram.size() >= sizeof(nlmsghdr)) {
    nlmsghdr head{};
    std::memcpy(&head, datagram.data(), sizeof head);
    if (head.nlmsg_len < sizeof head || head.nlmsg_len > datagram.size()) return Error(EBADMSG);
    const Bytes payload = datagram.subspan(sizeof head, head.nlmsg_len - sizeof head);
    if (head.nlmsg_type == NLMSG_ERROR || head.nlmsg_type == NLMSG_DONE) {
      int error = 0;
      if (payload.size() >= sizeof error) std::memcpy(&error, payload.data(), sizeof error);
      if (error < 0) return Error(-error);
      if (head.nlmsg_type == NLMSG_DONE || !dump) return true;
    } else {
      answers.emplace_back(payload.begin(), payload.end());
    }
    datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(head.nlmsg_len), datagram.size()));
  }
  return false;
}

}  // namespace netlink_detail

inline Result<std::vector<ByteVector>> netlink_exchange(NetlinkRequest request) {
  const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!socket) return errno_error("socket(AF_NETLINK)");
  const bool dump = request.is_dump();
  const Bytes message = request.bytes();
  if (::send(socket.get(), message.data(), message.size(), 0) < 0) return errno_error("netlink send");
  std::vector<ByteVector> answers;
  ByteVector datagram(32768);  // the kernel never makes dump datagrams larger
  for (;;) {
    const ssize_t size = ::recv(socket.get(), datagram.data(), datagram.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno_error("netlink recv");
    WAGGLE_TRY(const bool done,
               netlink_detail::take_messages(Bytes(datagram).first(static_cast<std::size_t>(size)), dump, answers));
    if (done) return answers;
  }
}

}  // namespace waggle::bpf
