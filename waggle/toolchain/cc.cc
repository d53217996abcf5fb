#include "waggle/toolchain/cc.hh"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/toolchain/cc_words.hh"
#include "waggle/toolchain/lower.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

constexpr std::uint64_t kMaxModule = 1U << 30U;

using Words = std::vector<std::string>;

// Which of two the program gets: most print no floating-point numbers, and what does so is long.
enum class Printf : std::uint8_t { whole, without_floats };

void add(Words& words, std::initializer_list<std::string_view> more) {
  words.insert(words.end(), more.begin(), more.end());
}

// Of the 64-bit guest: C for Linux, with the sysroot's headers before the compiler's own.
void add_lp64(Words& words, const CcWords& given, const CcTools& tools) {
  add(words, {"--target=wasm64-unknown-unknown", "-mnontrapping-fptoint"});
  add(words, {"-D__linux__=1", "-D__linux=1", "-D__unix__=1", "-D__unix=1", "-nostdlibinc"});
  // libc++'s own headers must find the C library's behind them.
  if (given.cxx) add(words, {"-fno-exceptions", "-nostdinc++", "-isystem", tools.sysroot + "/include/c++/v1"});
  add(words, {"-isystem", tools.sysroot + "/overlay", "-isystem", tools.sysroot + "/include"});
}

// A stack as large as Linux gives; below the data, so that overrunning it traps. No function's address is 1 or 2,
// which SIG_IGN and SIG_HOLD are.
void add_lp64_link(Words& words, const CcTools& tools) {
  add(words, {"-nostdlib", "-Wl,-z,stack-size=8388608", "-Wl,--stack-first", "-Wl,--table-base=8"});
  words.push_back("-fuse-ld=" + tools.wasm_ld);
}
void add_lp64_libraries(Words& words, const CcWords& given, const CcTools& tools, Printf printf) {
  add(words, {"-x", "none", tools.sysroot + "/lib/crt1.o", "-L" + tools.sysroot + "/lib"});
  if (given.cxx) add(words, {"-lc++"});
  if (printf == Printf::without_floats) add(words, {"-lnofloat"});
  add(words, {"-lc", "-lclang_rt.builtins"});
}
// clang puts wasi-libc behind them.
void add_ilp32_libraries(Words& words, const CcTools& tools, Printf printf) {
  add(words, {"-L" + tools.sysroot + "/lib/wasi"});
  if (printf == Printf::without_floats) add(words, {"-lnofloat"});
  add(words, {"-lwaggle"});
}

// `linked` is where clang puts a module that it links.
Words clang_words(const CcWords& given, const CcTools& tools, const std::string& linked, Printf printf) {
  Words words{tools.clang};
  // Makefiles write for GCC; with -Werror, what clang alone says about their words would end the build.
  add(words,
      {"-Wno-unknown-warning-option", "-Wno-ignored-optimization-argument", "-Wno-unused-command-line-argument"});
  if (given.ilp32) add(words, {"--target=wasm32-wasi", "-isystem", tools.ilp32_headers});
  else add_lp64(words, given, tools);
  if (given.links && given.ilp32) add(words, {"-fuse-ld=" + tools.wasm_ld, "-Wl,--export-table"});
  else if (given.links) add_lp64_link(words, tools);
  words.insert(words.end(), given.passed.begin(), given.passed.end());
  const bool finishes = given.links && !given.relocatable;
  if (finishes && given.ilp32) add_ilp32_libraries(words, tools, printf);
  else if (finishes) add_lp64_libraries(words, given, tools, printf);
  if (!linked.empty()) add(words, {"-o", linked});
  else if (!given.output.empty()) add(words, {"-o", given.output});
  return words;
}

// clang names what it writes about dependencies after its output, which for a linked module is a file of ours.
void name_dependencies(const CcWords& given, const std::string& output, Words& words) {
  if (!given.writes_dependencies) return;
  const std::size_t dot = output.find_last_of("./");
  const bool has_suffix = dot != std::string::npos && output[dot] == '.';
  add(words, {"-MF", (has_suffix ? output.substr(0, dot) : output) + ".d"});
  if (!given.names_target) add(words, {"-MT", output});
}

// What Binaryen should do; empty for nothing. Programs are often linked without an -O word: it is meant for them too.
std::string_view shrink_level(std::string_view optimise) {
  if (optimise == "-O0") return {};
  return optimise == "-Os" || optimise == "-Oz" ? optimise : "-O2";
}

// Standard input, a pipe: "-", "/dev/stdin", what a shell makes of "<(...)". A word may be the file of a list of words.
bool can_be_read_once(const std::string& word) {
  if (word == "-") return true;
  struct stat st{};
  const bool is_there = ::stat(word.c_str() + (word.starts_with('@') ? 1 : 0), &st) == 0;
  return is_there && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) || S_ISSOCK(st.st_mode));
}

class Linking {
 public:
  Linking(const CcWords& given, const CcTools& tools, ScratchFolder folder)
      : given_(given), tools_(tools), folder_(std::move(folder)) {}

  Result<int> run() {
    const Printf first = given_.prints_floats || reads_input() ? Printf::whole : Printf::without_floats;
    WAGGLE_TRY(const int code, run_program(link_words(first), linker_variables()));
    if (code != 0) return code;
    WAGGLE_TRY(Lowered low, lower_module());
    if (low.may_print_floats && first != Printf::whole) {
      WAGGLE_CHECK(link_again());
      WAGGLE_TRY(low, lower_module());
    }
    WAGGLE_CHECK(replace_file(lowered(), low.module, 0600));
    WAGGLE_TRY(const std::string last, shrink());
    WAGGLE_TRY(const ByteVector module, read_file(last, kMaxModule));
    WAGGLE_CHECK(write_output(output(), module, 0777).context("writing " + output()));
    return 0;
  }

 private:
  Words link_words(Printf printf) const {
    Words words = clang_words(given_, tools_, linked(), printf);
    name_dependencies(given_, output(), words);
    return words;
  }
  // clang runs Binaryen itself if it finds it, which is too early: Binaryen does not know 64-bit tables. (Its option
  // against that, --no-wasm-opt, also leaves the linker out in clang 19.)
  std::array<std::string, 1> linker_variables() const { return {"PATH=" + tools_.sysroot}; }

  // With the same words but for printf: what there is to say about them has been said.
  Result<void> link_again() const {
    WAGGLE_TRY(const int code, run_quietly(link_words(Printf::whole), linker_variables()));
    if (code == 0) return {};
    return Error(EIO, fmt::format("linking again, with all of printf, failed with exit code {}; "
                                  "-fwaggle-print-floats links it at once",
                                  code));
  }

  bool reads_input() const { return std::ranges::any_of(given_.passed, can_be_read_once); }
  std::string output() const { return given_.output.empty() ? "a.out" : given_.output; }
  std::string linked() const { return folder_.file("linked.wasm"); }
  std::string lowered() const { return folder_.file("lowered.wasm"); }
  std::string shrunk() const { return folder_.file("shrunk.wasm"); }
  bool keeps_names() const { return given_.debug && !given_.strip; }

  Result<Lowered> lower_module() {
    WAGGLE_TRY(const ByteVector module, read_file(linked(), kMaxModule));
    auto low = lower(module, {.keep_names = keeps_names(), .check_pointers = given_.check_pointers});
    if (!low.ok()) return std::move(low).error().context("lowering the module to 32-bit addresses");
    return low;
  }

  // The file with the smallest module there is.
  Result<std::string> shrink() {
    const std::string_view level = shrink_level(given_.optimise);
    if (level.empty()) return lowered();
    Words words{tools_.wasm_opt, std::string(level), lowered(), "-o", shrunk()};
    // Callbacks of a few lines go into the loops that call them: a function's entry costs as much as they do. A
    // twentieth of the size.
    if (level == "-O2") add(words, {"--always-inline-max-function-size=24"});
    // Constants that stand often in a function go into locals, and what was around them is shrunk again. A hundredth of
    // the size.
    else add(words, {"--const-hoisting", "-Os"});
    for (const std::string_view feature : {"bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals",
                                           "reference-types", "multivalue", "simd", "threads", "tail-call"})
      words.push_back(fmt::format("--enable-{}", feature));
    if (keeps_names()) add(words, {"-g"});
    auto code = run_program(words);
    if (!code.ok() && code.error().code() == ENOENT)
      return Error(ENOENT, tools_.wasm_opt + " is not installed (Debian's package binaryen); -O0 links without it");
    if (!code.ok()) return std::move(code).error();
    if (*code != 0) return Error(EIO, fmt::format("{} failed with exit code {}", tools_.wasm_opt, *code));
    return shrunk();
  }

  const CcWords& given_;
  const CcTools& tools_;
  ScratchFolder folder_;
};

}  // namespace

Result<int> run_cc(std::span<const std::string> words, const CcTools& tools) {
  WAGGLE_TRY(const CcWords given, parse_cc(words));
  if (!given.links || given.relocatable) return run_program(clang_words(given, tools, "", Printf::whole));
  WAGGLE_TRY(ScratchFolder folder, ScratchFolder::create());
  return Linking(given, tools, std::move(folder)).run();
}

}  // namespace waggle::toolchain
