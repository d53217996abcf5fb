// The descriptors of one guest, by POSIX's rule: plain integers, the lowest free one first,
// several numbers for one open file. Getting one pins it: who holds the pointer is safe from a
// callback that closes the number meanwhile; who lets nobody in meanwhile borrows. For one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <typeinfo>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/sys/descriptor.hh"

namespace waggle::sys {

using DescriptorRef = std::shared_ptr<Descriptor>;

class Descriptors {
 public:
  static constexpr std::size_t kDefaultLimit = 1024;

  // Numbers are 0 .. limit - 1.
  explicit Descriptors(std::size_t limit = kDefaultLimit) : limit_(limit) {}
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
  // Closes the highest number first.
  ~Descriptors();

  // The lowest free number that is at least `at_least`; EMFILE when there is none.
  Result<int> insert(DescriptorRef descriptor, int at_least = 0);
  // EBADF for a number that is not open.
  [[nodiscard]] Result<DescriptorRef> get(int fd) const;
  // As get; `otherwise` (an errno) if it is open but not a T.
  template <class T>
  [[nodiscard]] Result<std::shared_ptr<T>> get_as(int fd, int otherwise) const {
    WAGGLE_TRY(T* const typed, borrow_as<T>(fd, otherwise));
    return std::shared_ptr<T>(entries_[static_cast<std::size_t>(fd)], typed);
  }
  // As get_as without pinning, whose counting shows in every map operation: good until the guest runs again or
  // a number is closed.
  template <class T>
  [[nodiscard]] Result<T*> borrow_as(int fd, int otherwise) const {
    if (!is_open(fd)) return Error(EBADF);
    Descriptor& found = *entries_[static_cast<std::size_t>(fd)];
    // The usual case without the search of a dynamic_cast.
    if (typeid(found) == typeid(T)) return static_cast<T*>(&found);
    auto* typed = dynamic_cast<T*>(&found);
    if (!typed) return Error(found.misuse(otherwise));
    return typed;
  }

  // Another number for the same open file: EBADF, EMFILE.
  Result<int> dup(int fd) { return dup_from(fd, 0); }
  Result<int> dup_from(int fd, int at_least);
  // As dup2(2): `to` is closed first if it is open, and nothing happens if both are the same.
  Result<void> dup_to(int from, int to);
  // Moves the open `from` onto the open `to`, which is closed by that: EBADF if either is not open.
  Result<void> renumber(int from, int to);
  // EBADF. What the number stood for lives on in its other numbers and pins.
  Result<void> close(int fd);

  // How many numbers are open.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  [[nodiscard]] bool is_open(int fd) const noexcept {
    return fd >= 0 && static_cast<std::size_t>(fd) < entries_.size() && entries_[static_cast<std::size_t>(fd)];
  }

  std::size_t limit_;
  std::vector<DescriptorRef> entries_;  // by number; null where free
};

}  // namespace waggle::sys
