// An open file of a guest that is not a directory: regular file, pipe, terminal, socket.
// Calls that may block wait in wait(), so that signals and deadlines end them. Errors are the
// kernel's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/descriptor.hh"
#include "waggle/sys/stop.hh"

namespace waggle::sys {

class File final : public Descriptor {
 public:
  // How the guest came to it.
  enum class Origin : std::uint8_t {
    opened,     // its own: it may change everything
    read_only,  // its own, but from a tree that must not change
    inherited,  // shared with the processes around us: flags are ours to keep, not the file's
    output,     // as inherited, and shown as a terminal, so that libcs write it line by line
  };

  // ENOTSUP for a directory.
  static Result<std::shared_ptr<File>> adopt(UniqueFd fd, Origin origin);

  [[nodiscard]] int host_fd() const noexcept override { return fd_.get(); }
  [[nodiscard]] Result<struct stat> status() const override;

  // One iovec is one read(2) or write(2), several are one readv(2) or writev(2); more than
  // IOV_MAX are shortened. The bytes moved, possibly fewer than asked for. EINTR when the
  // guest shall end: reads at once, writes only when there is no more patience.
  Result<std::size_t> read(Stop& stop, IoVecs to) const override;
  Result<std::size_t> write(Stop& stop, IoVecs from) const override;
  // At `offset`, without moving the file's own; ESPIPE where there is none.
  [[nodiscard]] Result<std::size_t> read_at(IoVecs to, std::uint64_t offset) const;
  [[nodiscard]] Result<std::size_t> write_at(IoVecs from, std::uint64_t offset) const;
  [[nodiscard]] Result<std::uint64_t> seek(std::int64_t offset, int whence) const override;
  // As posix_fadvise(2), native `advice`; a length of 0 means to the end.
  [[nodiscard]] Result<void> advise(std::uint64_t offset, std::uint64_t length, int advice) const;
  // As posix_fallocate(3), but never by writing: EOPNOTSUPP where the file system cannot.
  [[nodiscard]] Result<void> allocate(std::uint64_t offset, std::uint64_t length) const;
  [[nodiscard]] Result<void> truncate(std::uint64_t size) const;
  [[nodiscard]] Result<void> sync() const override;
  [[nodiscard]] Result<void> sync_data() const;
  // As futimens(3): access time, then modification time.
  [[nodiscard]] Result<void> set_times(std::span<const timespec, 2> times) const;

  // Access mode, O_APPEND, O_NONBLOCK, O_SYNC, O_DSYNC, as fcntl(F_GETFL) would say.
  [[nodiscard]] int flags() const noexcept override { return flags_; }
  // Changes O_APPEND and O_NONBLOCK. EPERM for O_APPEND on an inherited file.
  Result<void> set_flags(int flags) override;
  // The guest gives up reading or writing (or both) on this open file.
  void forgo(bool reading, bool writing) noexcept;
  [[nodiscard]] bool readable() const noexcept { return reading_; }
  [[nodiscard]] bool writable() const noexcept { return writing_; }

  // False for what poll(2) calls always ready.
  [[nodiscard]] bool may_block() const noexcept { return may_block_; }
  // Whether it has an offset to move.
  [[nodiscard]] bool seekable() const noexcept;
  // Bytes that a read returns without waiting, as far as the kernel can tell; else 0.
  [[nodiscard]] std::uint64_t readable_bytes() const noexcept;

  // Waits until it is ready for `events`, as read and write do first. EAGAIN if O_NONBLOCK is
  // set and it is not.
  Result<void> await(Stop& stop, short events) const;

 private:
  File(UniqueFd fd, Origin origin, int flags, mode_t mode) noexcept;
  // Of the guest; the host's own is always non-blocking where that can be, so that nothing waits outside of wait().
  [[nodiscard]] bool waits() const noexcept { return (flags_ & O_NONBLOCK) == 0; }
  Result<std::size_t> write_some(Stop& stop, IoVecs from) const;
  // Good where a failed call is to be made again; its errno else.
  Result<void> retry(Stop& stop) const;

  UniqueFd fd_;
  Origin origin_;
  int flags_;
  bool reading_;
  bool writing_;
  bool may_block_;
};

// The pieces of memory of a call that did only a part of its work.
inline std::size_t total_bytes(IoVecs vectors) {
  std::size_t bytes = 0;
  for (const iovec& piece : vectors) bytes += piece.iov_len;
  return bytes;
}

// What lies behind the first `bytes`, of which there are at least so many.
inline std::vector<iovec> behind(IoVecs vectors, std::size_t bytes) {
  std::vector<iovec> rest;
  for (const auto& [base, length] : vectors) {
    const std::size_t done = std::min(bytes, length);
    bytes -= done;
    if (done < length) rest.push_back({static_cast<std::byte*>(base) + done, length - done});
  }
  return rest;
}

}  // namespace waggle::sys
