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

}  // namespace waggle::sys
