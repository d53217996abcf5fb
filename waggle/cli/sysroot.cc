#include "waggle/cli/sysroot.hh"

#include <unistd.h>

#include <array>
#include <cstdlib>

namespace waggle::cli {
namespace {

// share/waggle/NAME beside bin/waggle, where `probe` is in it; `variable` of the environment names another.
Result<std::string> find(const std::string& name, const std::string& probe, const std::string& variable) {
  if (const char* given = std::getenv(variable.c_str()); given && *given) return std::string(given);
  WAGGLE_TRY(const std::string prefix, find_prefix());
  std::string folder = prefix + "/share/waggle/" + name;
  if (::access((folder + probe).c_str(), R_OK) == 0) return folder;
  return Error(ENOENT, "there is no " + name + " in " + folder + "; " + variable + " may name another");
}

}  // namespace

Result<std::string> find_prefix() {
  std::array<char, 4096> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  if (length <= 0) return errno_error("/proc/self/exe");
  const std::string program(self.data(), static_cast<std::size_t>(length));
  return program.substr(0, program.rfind("/bin/"));
}

Result<std::string> find_sysroot() { return find("sysroot", "/lib/libc.a", "WAGGLE_SYSROOT"); }
Result<std::string> find_sdk() { return find("sdk", "/c/include", "WAGGLE_SDK"); }

}  // namespace waggle::cli
