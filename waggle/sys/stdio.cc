#include "waggle/sys/stdio.hh"

#include <unistd.h>

#include <memory>

#include "waggle/sys/file.hh"

namespace waggle::sys {
namespace {

// Takes a number and refuses every use of it.
class Refused final : public Descriptor {
 public:
  explicit Refused(int code) : code_(code) {}
  [[nodiscard]] int host_fd() const noexcept override { return -1; }
  [[nodiscard]] Result<struct stat> status() const override { return Error(code_); }
  [[nodiscard]] int misuse(int) const noexcept override { return code_; }

 private:
  int code_;
};

// An embedder's end: what is written goes there, and reading finds the end.
class Told final : public Descriptor {
 public:
  Told(int number, TextSink sink) : number_(number), sink_(std::move(sink)) {}
  [[nodiscard]] int host_fd() const noexcept override { return -1; }
  [[nodiscard]] Result<struct stat> status() const override {
    struct stat st{};
    st.st_mode = S_IFCHR | 0620;
    return st;
  }
  Result<std::size_t> read(Stop&, IoVecs) const override { return 0; }
  Result<std::size_t> write(Stop&, IoVecs pieces) const override {
    std::size_t size = 0;
    for (const iovec& piece : pieces) {
      sink_(number_, {static_cast<const char*>(piece.iov_base), piece.iov_len});
      size += piece.iov_len;
    }
    return size;
  }

 private:
  int number_;
  TextSink sink_;
};

DescriptorRef standard_file(int fd, policy::Grants grants) {
  if (!grants.contains(policy::Grant::stdio)) return std::make_shared<Refused>(EPERM);
  const File::Origin origin = fd == STDIN_FILENO ? File::Origin::inherited : File::Origin::output;
  auto copy = UniqueFd::duplicate(fd);
  if (!copy.ok()) return std::make_shared<Refused>(EBADF);
  auto file = File::adopt(std::move(copy).value(), origin);
  if (!file.ok()) return std::make_shared<Refused>(EBADF);
  return std::move(file).value();
}

}  // namespace

Result<void> open_stdio(Descriptors& table, policy::Grants grants) {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    WAGGLE_TRY([[maybe_unused]] const int number, table.insert(standard_file(fd, grants)));
  }
  return {};
}

Result<void> open_stdio_to(Descriptors& table, policy::Grants grants, const TextSink& sink) {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    DescriptorRef end = std::make_shared<Refused>(EPERM);
    if (grants.contains(policy::Grant::stdio)) end = std::make_shared<Told>(fd, sink);
    WAGGLE_TRY([[maybe_unused]] const int number, table.insert(std::move(end)));
  }
  return {};
}

}  // namespace waggle::sys
