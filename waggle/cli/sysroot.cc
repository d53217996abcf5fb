#include "waggle/cli/sysroot.hh"

#include <unistd.h>

#include <array>
#include <cstdlib>

namespace waggle::cli {

Result<std::string> find_sysroot() {
  if (const char* given = std::getenv("WAGGLE_SYSROOT"); given && *given) return std::string(given);
  std::array<char, 4096> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  if (length <= 0) return errno_error("/proc/self/exe");
  const std::string program(self.data(), static_cast<std::size_t>(length));
  const std::string prefix = program.substr(0, program.rfind("/bin/"));
  std::string sysroot = prefix + "/share/waggle/sysroot";
  if (::access((sysroot + "/lib/libc.a").c_str(), R_OK) == 0) return sysroot;
  return Error(ENOENT, "there is no sysroot in " + sysroot + "; WAGGLE_SYSROOT may name another");
}

}  // namespace waggle::cli
