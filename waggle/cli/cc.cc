#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/cc.hh"

namespace waggle::cli {
namespace {

// Beside the program, where it was built and where it is installed: bin/waggle, share/waggle/sysroot.
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

int cc_verb(const Arguments& arguments, Console& console) {
  toolchain::CcTools tools;
  auto sysroot = find_sysroot();
  if (!sysroot.ok()) return console.error("cc: " + sysroot.error().message()), kFailed;
  tools.sysroot = std::move(sysroot).value();
  const auto code = toolchain::run_cc(arguments.operands, tools);
  if (code.ok()) return *code;
  console.error("cc: " + code.error().message());
  return 1;  // as every compiler's
}

constexpr std::array kExamples{
    Example{"waggle cc -O2 hello.c -o hello.wasm", "then `waggle run hello.wasm`"},
    Example{"make CC=waggle-cc", "builds what an ordinary Makefile builds, as guests"},
};

}  // namespace

const Verb kCc{
    "cc",
    "compile and link C and C++ for guests",
    "WORD...",
    "Takes the words of any C compiler: -c -o -I -D -L -l -O -g -E -M and so on. The guest is C for Linux: long and\n"
    "pointers have 8 bytes, structures and constants are the kernel's. `waggle-cc` is the same, `waggle-c++` the\n"
    "C++ compiler (libc++, without exceptions). Its own words:\n"
    "  --ilp32                   4-byte long and pointers, and WASI instead of Linux: the smallest modules\n"
    "  -fwaggle-check-pointers   trap where a pointer is larger than 4 GiB, instead of cutting it off\n"
    "-g keeps the names of functions, -O0 leaves Binaryen's wasm-opt out.",
    {},
    kExamples,
    Order::verbatim,
    cc_verb,
};

}  // namespace waggle::cli
