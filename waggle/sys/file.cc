#include "waggle/sys/file.hh"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <limits>

#include "waggle/sys/wait.hh"

namespace waggle::sys {
namespace {

constexpr int kKeptFlags = O_ACCMODE | O_APPEND | O_NONBLOCK | O_SYNC | O_DSYNC;
constexpr int kChangeableFlags = O_APPEND | O_NONBLOCK;

Result<void> done(int result) {
  if (result != 0) return Error(errno);
  return {};
}

Result<std::size_t> count(ssize_t n) {
  if (n < 0) return Error(errno);
  return static_cast<std::size_t>(n);
}

// Guests count in 64 bits without a sign; the kernel's offsets have one.
Result<off_t> offset_of(std::uint64_t n) {
  if (n > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return Error(EINVAL);
  return static_cast<off_t>(n);
}

int size_of(IoVecs vectors) { return static_cast<int>(std::min<std::size_t>(vectors.size(), IOV_MAX)); }

bool always_ready(mode_t mode) { return S_ISREG(mode) || S_ISBLK(mode); }

// Whoever made an inherited file non-blocking did it for itself.
bool is_inherited(File::Origin origin) { return origin == File::Origin::inherited || origin == File::Origin::output; }

}  // namespace

File::File(UniqueFd fd, Origin origin, int flags, mode_t mode) noexcept
    : fd_(std::move(fd)),
      origin_(origin),
      flags_(flags & kKeptFlags),
      reading_((flags & O_ACCMODE) != O_WRONLY),
      writing_((flags & O_ACCMODE) != O_RDONLY),
      may_block_(!always_ready(mode)) {}

Result<std::shared_ptr<File>> File::adopt(UniqueFd fd, Origin origin) {
  struct stat st{};
  if (::fstat(fd.get(), &st) != 0) return errno_error("fstat");
  if (S_ISDIR(st.st_mode)) return Error(ENOTSUP);
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0) return errno_error("F_GETFL");
  const bool inherited = is_inherited(origin);
  std::shared_ptr<File> file(new File(std::move(fd), origin, inherited ? flags & ~O_NONBLOCK : flags, st.st_mode));
  if (!inherited) WAGGLE_CHECK(file->set_flags(flags));
  return file;
}

Result<struct stat> File::status() const {
  WAGGLE_TRY(struct stat st, Descriptor::status());
  if (origin_ == Origin::output) st.st_mode = S_IFCHR | (st.st_mode & ~static_cast<mode_t>(S_IFMT));
  return st;
}

Result<void> File::await(Stop& stop, short events) const {
  if (!may_block_) return {};
  // A write that can go on must: a libc drops its buffer when a write fails.
  const Patience patience = (events & POLLOUT) != 0 ? Patience::patient : Patience::polite;
  return wait_for(stop, fd_.get(), events, waits() ? kForever : kNow, patience);
}

// After a failed call: a signal that concerns nobody came, or another process was faster.
Result<void> File::retry(Stop& stop) const {
  const int error = errno;
  if (error != EINTR && (error != EAGAIN || !waits())) return Error(error);
  if (stop.must_end() || stop.signals().due()) return Error(error);
  return error == EAGAIN ? pause(stop) : Result<void>();
}

Result<std::size_t> File::read(Stop& stop, IoVecs to) const {
  if (!reading_) return Error(EBADF);
  for (;;) {
    WAGGLE_CHECK(await(stop, POLLIN));
    const ssize_t n =
        to.size() == 1 ? ::read(fd_.get(), to[0].iov_base, to[0].iov_len) : ::readv(fd_.get(), to.data(), size_of(to));
    if (n >= 0) return static_cast<std::size_t>(n);
    WAGGLE_CHECK(retry(stop));
  }
}

Result<std::size_t> File::write(Stop& stop, IoVecs from) const {
  if (!writing_) return Error(EBADF);
  from = from.first(static_cast<std::size_t>(size_of(from)));
  auto written = write_some(stop, from);
  if (!written.ok() || !waits()) return written;
  // Who waits, waits until all is written, or until a signal comes.
  while (*written != 0 && *written < total_bytes(from)) {
    const auto more = write_some(stop, behind(from, *written));
    if (!more.ok() || *more == 0) break;
    *written += *more;
  }
  return written;
}

Result<std::size_t> File::write_some(Stop& stop, IoVecs from) const {
  for (;;) {
    WAGGLE_CHECK(await(stop, POLLOUT));
    const ssize_t n = from.size() == 1 ? ::write(fd_.get(), from[0].iov_base, from[0].iov_len)
                                       : ::writev(fd_.get(), from.data(), size_of(from));
    if (n >= 0) return static_cast<std::size_t>(n);
    WAGGLE_CHECK(retry(stop));
  }
}

Result<std::size_t> File::read_at(IoVecs to, std::uint64_t offset) const {
  if (!reading_) return Error(EBADF);
  if (!seekable()) return Error(ESPIPE);
  WAGGLE_TRY(const off_t at, offset_of(offset));
  return count(::preadv(fd_.get(), to.data(), size_of(to), at));
}

Result<std::size_t> File::write_at(IoVecs from, std::uint64_t offset) const {
  if (!writing_) return Error(EBADF);
  if (!seekable()) return Error(ESPIPE);
  WAGGLE_TRY(const off_t at, offset_of(offset));
  return count(::pwritev(fd_.get(), from.data(), size_of(from), at));
}

bool File::seekable() const noexcept { return origin_ != Origin::output && ::lseek(fd_.get(), 0, SEEK_CUR) >= 0; }

Result<std::uint64_t> File::seek(std::int64_t offset, int whence) const {
  if (origin_ == Origin::output) return Error(ESPIPE);
  const off_t at = ::lseek(fd_.get(), offset, whence);
  if (at < 0) return Error(errno);
  return static_cast<std::uint64_t>(at);
}

Result<void> File::advise(std::uint64_t offset, std::uint64_t length, int advice) const {
  WAGGLE_TRY(const off_t at, offset_of(offset));
  WAGGLE_TRY(const off_t size, offset_of(length));
  if (const int code = ::posix_fadvise(fd_.get(), at, size, advice); code != 0) return Error(code);
  return {};
}

Result<void> File::allocate(std::uint64_t offset, std::uint64_t length) const {
  if (!writing_) return Error(EBADF);
  WAGGLE_TRY(const off_t at, offset_of(offset));
  WAGGLE_TRY(const off_t size, offset_of(length));
  return done(::fallocate(fd_.get(), 0, at, size));
}

Result<void> File::truncate(std::uint64_t size) const {
  if (!writing_) return Error(EINVAL);
  WAGGLE_TRY(const off_t length, offset_of(size));
  return done(::ftruncate(fd_.get(), length));
}

Result<void> File::sync() const { return done(::fsync(fd_.get())); }
Result<void> File::sync_data() const { return done(::fdatasync(fd_.get())); }

Result<void> File::set_times(std::span<const timespec, 2> times) const {
  if (origin_ != Origin::opened) return Error(origin_ == Origin::read_only ? EROFS : EPERM);
  return done(::futimens(fd_.get(), times.data()));
}

Result<void> File::set_flags(int flags) {
  const int changed = (flags_ & ~kChangeableFlags) | (flags & kChangeableFlags);
  const bool ours = !is_inherited(origin_);
  if (ours && ::fcntl(fd_.get(), F_SETFL, changed | (may_block_ ? O_NONBLOCK : 0)) != 0) return Error(errno);
  // O_NONBLOCK of an inherited file is kept here alone: it would change the shell's terminal too.
  if (!ours && ((changed ^ flags_) & O_APPEND) != 0) return Error(EPERM);
  flags_ = changed;
  return {};
}

void File::forgo(bool reading, bool writing) noexcept {
  reading_ = reading_ && !reading;
  writing_ = writing_ && !writing;
}

std::uint64_t File::readable_bytes() const noexcept {
  int n = 0;
  if (may_block_) return ::ioctl(fd_.get(), FIONREAD, &n) == 0 && n > 0 ? static_cast<std::uint64_t>(n) : 0;
  // A regular file has what lies between its offset and its end.
  struct stat st{};
  const off_t at = ::lseek(fd_.get(), 0, SEEK_CUR);
  if (at < 0 || ::fstat(fd_.get(), &st) != 0 || st.st_size < at) return 0;
  return static_cast<std::uint64_t>(st.st_size - at);
}

}  // namespace waggle::sys
