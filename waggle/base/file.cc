#include "waggle/base/file.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "waggle/base/defer.hh"
#include "waggle/base/fd.hh"

namespace waggle {

Result<ByteVector> read_all(int fd, std::uint64_t limit) {
  struct stat st{};
  if (::fstat(fd, &st) != 0) return errno_error("fstat");
  if (S_ISDIR(st.st_mode)) return Error(EISDIR);
  ByteVector bytes(std::clamp<std::uint64_t>(static_cast<std::uint64_t>(st.st_size) + 1, 4096, limit + 1));
  std::size_t have = 0;
  for (;;) {
    if (have == bytes.size()) bytes.resize(std::min<std::uint64_t>(bytes.size() * 2, limit + 1));
    const ssize_t n = ::read(fd, bytes.data() + have, bytes.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Error(errno);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
    if (have > limit) return Error(EFBIG);
  }
  bytes.resize(have);
  return bytes;
}

Result<ByteVector> read_file(const std::string& path, std::uint64_t limit) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return Error(errno);
  return read_all(fd.get(), limit);
}

Result<void> write_all(int fd, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Error(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

namespace {

bool is_more_than_a_file(const std::string& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

Result<void> write_into(const std::string& path, Bytes bytes) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!fd) return Error(errno);
  WAGGLE_CHECK(write_all(fd.get(), bytes));
  if (::close(fd.release()) != 0) return Error(errno);
  return {};
}

}  // namespace

Result<void> replace_file(const std::string& path, Bytes bytes, unsigned mode) {
  const std::string beside = path + ".tmp." + std::to_string(::getpid());
  UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (!fd) return Error(errno);
  Defer discard([&] { ::unlink(beside.c_str()); });
  WAGGLE_CHECK(write_all(fd.get(), bytes));
  // close(2) is where some file systems report a full disk.
  if (::close(fd.release()) != 0) return Error(errno);
  if (::rename(beside.c_str(), path.c_str()) != 0) return Error(errno);
  discard.cancel();
  return {};
}

Result<void> write_output(const std::string& path, Bytes bytes, unsigned mode) {
  return is_more_than_a_file(path) ? write_into(path, bytes) : replace_file(path, bytes, mode);
}

}  // namespace waggle
