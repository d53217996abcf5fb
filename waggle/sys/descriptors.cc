#include "waggle/sys/descriptors.hh"

#include <algorithm>
#include <utility>

namespace waggle::sys {

Descriptors::~Descriptors() {
  while (!entries_.empty()) entries_.pop_back();
}

std::size_t Descriptors::size() const noexcept {
  return entries_.size() - static_cast<std::size_t>(std::ranges::count(entries_, nullptr));
}

Result<int> Descriptors::insert(DescriptorRef descriptor, int at_least) {
  if (at_least < 0 || static_cast<std::size_t>(at_least) >= limit_) return Error(at_least == 0 ? EMFILE : EINVAL);
  auto fd = static_cast<std::size_t>(at_least);
  while (fd < entries_.size() && entries_[fd]) ++fd;
  if (fd >= limit_) return Error(EMFILE);
  if (fd >= entries_.size()) entries_.resize(fd + 1);
  entries_[fd] = std::move(descriptor);
  return static_cast<int>(fd);
}

Result<DescriptorRef> Descriptors::get(int fd) const {
  if (!is_open(fd)) return Error(EBADF);
  return entries_[static_cast<std::size_t>(fd)];
}

Result<int> Descriptors::dup_from(int fd, int at_least) {
  WAGGLE_TRY(DescriptorRef descriptor, get(fd));
  return insert(std::move(descriptor), at_least);
}

Result<void> Descriptors::dup_to(int from, int to) {
  WAGGLE_TRY(DescriptorRef descriptor, get(from));
  if (to < 0 || static_cast<std::size_t>(to) >= limit_) return Error(EBADF);
  if (static_cast<std::size_t>(to) >= entries_.size()) entries_.resize(static_cast<std::size_t>(to) + 1);
  // The old one is destroyed only after the table is whole again.
  descriptor = std::exchange(entries_[static_cast<std::size_t>(to)], std::move(descriptor));
  return {};
}

Result<void> Descriptors::renumber(int from, int to) {
  if (!is_open(from) || !is_open(to)) return Error(EBADF);
  if (from == to) return {};
  WAGGLE_CHECK(dup_to(from, to));
  return close(from);
}

Result<void> Descriptors::close(int fd) {
  if (!is_open(fd)) return Error(EBADF);
  const DescriptorRef closed = std::exchange(entries_[static_cast<std::size_t>(fd)], nullptr);
  return {};
}

}  // namespace waggle::sys
