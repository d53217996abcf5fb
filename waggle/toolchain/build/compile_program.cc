#include "waggle/toolchain/build/compile_program.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/toolchain/build/record.hh"
#include "waggle/toolchain/build/strip.hh"
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
  // The source goes into the debug information, from which clang copies its lines into BTF: a path would lead nowhere,
  // as it is written without what is different on another machine.
  std::vector<std::string> words{tools.cc.clang, "-gdwarf-5", "-gembed-source", "-O2",
                                 "-target",      "bpf",       "-mcpu=v3",       "-Wall"};
  words.insert(words.end(), {std::string(kArchitecture), "-nostdlibinc"});
  words.insert(words.end(), {"-isystem", tools.cc.sysroot + "/include"});
  words.insert(words.end(), {"-fdebug-compilation-dir=.", fmt::format("-ffile-prefix-map={}=", tools.cc.sysroot)});
  // A relative path gets the compilation's folder in front, an absolute one does not.
  const std::string slash = wish.root.ends_with('/') ? "" : "/", in_front = wish.root.starts_with('/') ? "./" : "";
  if (wish.root != ".") words.push_back(fmt::format("-ffile-prefix-map={}{}={}", wish.root, slash, in_front));
  words.insert(words.end(), wish.words.begin(), wish.words.end());
  words.insert(words.end(), {"-c", wish.source});
  return words;
}

Result<Compiled> compile_program(const Compilation& wish, const BuildTools& tools) {
  WAGGLE_TRY(const ScratchFolder scratch, ScratchFolder::create());
  const std::string rule = scratch.file("inputs"), prelude = scratch.file("prelude.h"), whole = scratch.file("object");
  std::vector<std::string> words = program_words(wish, tools);
  if (!wish.prelude.empty()) {
    WAGGLE_CHECK(replace_file(prelude, as_bytes(wish.prelude), 0600).context(prelude));
    words.insert(words.begin() + 1, {"-include", prelude, fmt::format("-ffile-prefix-map={}=", scratch.file(""))});
  }
  words.insert(words.end(), {"-MD", "-MF", rule, "-o", whole});
  WAGGLE_TRY(const int code, run_program(words));
  if (code != 0) return Compiled{code, {}};
  WAGGLE_TRY(const ByteVector inputs, read_file(rule, kLargestFile).context(rule));
  WAGGLE_TRY(const ByteVector elf, read_file(whole, kLargestFile).context(whole));
  WAGGLE_TRY(const ByteVector stripped, strip_debug(elf).context(wish.object));
  WAGGLE_CHECK(write_output(wish.object, stripped, 0666).context("writing " + wish.object));
  Compiled done{0, parse_dependencies(as_text(inputs))};
  std::erase(done.inputs, prelude);
  return done;
}

}  // namespace waggle::toolchain
