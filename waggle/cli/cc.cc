#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "waggle/cli/console.hh"
#include "waggle/cli/sysroot.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/cc.hh"
#include "waggle/toolchain/native_archives.hh"

namespace waggle::cli {
namespace {

// The sysroot has libraries for 8-byte pointers only.
std::vector<std::string> guest_words(const Arguments& arguments, const std::string& sysroot, Console& console) {
  std::vector<std::string> words = arguments.operands;
  if (std::ranges::find(words, "--ilp32") != words.end()) return words;
  const std::vector<std::string> native = toolchain::replace_native_archives(words, sysroot);
  if (!native.empty())
    console.warning(fmt::format("cc: {} {} native; the guests' own {} linked instead", fmt::join(native, ", "),
                                native.size() == 1 ? "is" : "are", native.size() == 1 ? "is" : "are"));
  return words;
}

int cc_verb(const Arguments& arguments, Console& console) {
  toolchain::CcTools tools;
  auto sysroot = find_sysroot();
  if (!sysroot.ok()) return console.error("cc: " + sysroot.error().message()), kFailed;
  tools.sysroot = std::move(sysroot).value();
  const auto code = toolchain::run_cc(guest_words(arguments, tools.sysroot, console), tools);
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
    "  -fwaggle-print-floats     printf prints floating-point numbers, also where none were found\n"
    "-g keeps the names of functions, -O0 leaves Binaryen's wasm-opt out.",
    {},
    kExamples,
    Order::verbatim,
    cc_verb,
};

}  // namespace waggle::cli
