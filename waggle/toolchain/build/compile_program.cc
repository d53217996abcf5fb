#include "waggle/toolchain/build/compile_program.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "waggle/base/defer.hh"
#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/toolchain/build/record.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

#if defined(__x86_64__)
constexpr std::string_view kArchitecture = "-D__TARGET_ARCH_x86";
#elif defined(__aarch64__)
constexpr std::string_view kArchitecture = "-D__TARGET_ARCH_arm64";
#endif

}  // namespace

std::vector<std::string> program_words(const Compilation& wish, const BuildTools& tools) {
  std::vector<std::string> words{tools.cc.clang, "-g", "-O2", "-target", "bpf", "-mcpu=v3", "-Wall"};
  words.insert(words.end(), {std::string(kArchitecture), "-nostdlibinc"});
  words.insert(words.end(), {"-isystem", tools.cc.sysroot + "/include"});
  words.push_back(fmt::format("-ffile-prefix-map={}=.", wish.root));
  words.insert(words.end(), wish.words.begin(), wish.words.end());
  words.insert(words.end(), {"-c", wish.source});
  return words;
}

Result<Compiled> compile_program(const Compilation& wish, const BuildTools& tools) {
  WAGGLE_TRY(const ScratchFolder scratch, ScratchFolder::create());
  const std::string rule = scratch.file("inputs"), prelude = scratch.file("prelude.h");
  const std::string beside = fmt::format("{}.tmp.{}", wish.object, ::getpid());
  const Defer discard([&] { ::unlink(beside.c_str()); });
  std::vector<std::string> words = program_words(wish, tools);
  if (!wish.prelude.empty()) {
    WAGGLE_CHECK(replace_file(prelude, as_bytes(wish.prelude), 0600).context(prelude));
    words.insert(words.begin() + 1, {"-include", prelude, fmt::format("-ffile-prefix-map={}=", scratch.file(""))});
  }
  words.insert(words.end(), {"-MD", "-MF", rule, "-o", beside});
  WAGGLE_TRY(const int compiled, run_program(words));
  if (compiled != 0) return Compiled{compiled, {}};
  const std::vector<std::string> strip{tools.llvm_strip, "-g", beside};
  WAGGLE_TRY(const int stripped, run_program(strip));
  if (stripped != 0) return Compiled{stripped, {}};
  WAGGLE_TRY(const ByteVector inputs, read_file(rule, kLargestFile).context(rule));
  Compiled done{0, parse_dependencies(as_text(inputs))};
  std::erase(done.inputs, prelude);
  if (::rename(beside.c_str(), wish.object.c_str()) != 0) return errno_error("writing " + wish.object);
  return done;
}

}  // namespace waggle::toolchain
