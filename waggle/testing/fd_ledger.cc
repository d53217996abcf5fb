#include "waggle/testing/fd_ledger.hh"

#include <dirent.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>

#include "waggle/base/c_ptr.hh"

namespace waggle::testing {

FdLedger open_fds() {
  FdLedger fds;
  const CPtr<DIR, closedir> directory(opendir("/proc/self/fd"));
  if (!directory) return fds;
  while (const dirent* entry = readdir(directory.get())) {
    int fd = -1;
    const auto parsed = std::from_chars(entry->d_name, entry->d_name + std::strlen(entry->d_name), fd);
    if (parsed.ec != std::errc{} || fd == dirfd(directory.get())) continue;
    std::array<char, 4096> what{};
    const ssize_t length = readlinkat(dirfd(directory.get()), entry->d_name, what.data(), what.size());
    fds.emplace(fd, std::string(what.data(), length > 0 ? static_cast<std::size_t>(length) : 0));
  }
  return fds;
}

}  // namespace waggle::testing
