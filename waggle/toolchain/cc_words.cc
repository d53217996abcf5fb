#include "waggle/toolchain/cc_words.hh"

#include <algorithm>
#include <array>
#include <string_view>

namespace waggle::toolchain {
namespace {

// Options whose value is the next word.
constexpr std::array kTakesNext = std::to_array<std::string_view>(
    {"-o",     "-I",      "-D",      "-U",       "-L",       "-l",       "-x",          "-u",
     "-T",     "-z",      "-e",      "-include", "-imacros", "-isystem", "-iquote",     "-idirafter",
     "-MF",    "-MT",     "-MQ",     "-MJ",      "-Xclang",  "-Xlinker", "-Xassembler", "-Xpreprocessor",
     "-mllvm", "-target", "--param", "-arch",    "--sysroot"});

// Ordinary Makefiles give these for ELF and for processors. A guest has one thread, no dynamic linking, a stack that
// nothing can execute, and the instructions that it has; clang or wasm-ld would refuse them.
constexpr std::array kMeaningless = std::to_array<std::string_view>(
    {"-pthread", "-pthreads", "-fPIC", "-fpic", "-fPIE", "-fpie", "-pie", "-no-pie", "-static", "-static-pie",
     "-static-libgcc", "-rdynamic", "-m64", "-fno-plt", "-fomit-frame-pointer", "-fasynchronous-unwind-tables"});
constexpr std::array kMeaninglessBeginnings = std::to_array<std::string_view>(
    {"-march=", "-mtune=", "-mcpu=", "-fstack-protector", "-fstack-clash-protection", "-fcf-protection", "-Wl,-z,relro",
     "-Wl,-z,now", "-Wl,-z,noexecstack", "-Wl,-z,defs", "-Wl,--as-needed", "-Wl,--no-as-needed", "-Wl,-rpath",
     "-Wl,--hash-style", "-Wl,--build-id", "-Wl,--enable-new-dtags", "-Wl,-O1", "-Wl,-Bsymbolic", "-Wl,-soname"});

// Words after which nothing is linked.
constexpr std::array kStopsBefore = std::to_array<std::string_view>(
    {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "-###", "--version", "-dumpmachine", "-dumpversion"});

// Endings of C++ sources.
constexpr std::array kCxxEndings =
    std::to_array<std::string_view>({".cc", ".cpp", ".cxx", ".c++", ".C", ".CPP", ".cp"});

bool is_cxx(std::string_view input) {
  return std::ranges::any_of(kCxxEndings, [&](std::string_view ending) { return input.ends_with(ending); });
}

bool is_meaningless(std::string_view word) {
  return std::ranges::find(kMeaningless, word) != kMeaningless.end() ||
         std::ranges::any_of(kMeaninglessBeginnings, [&](std::string_view begin) { return word.starts_with(begin); });
}

class Parser {
 public:
  explicit Parser(std::span<const std::string> words) : words_(words) {}

  Result<CcWords> run() {
    while (at_ < words_.size()) WAGGLE_CHECK(word(words_[at_++]));
    out_.links = has_input_ && !stops_;
    out_.writes_dependencies = writes_dependencies_ && !names_file_;
    return std::move(out_);
  }

 private:
  // The value that a word has behind it, or in the next word, which is then passed on too.
  void pass_value() {
    if (at_ < words_.size()) out_.passed.push_back(words_[at_++]);
  }

  Result<void> word(const std::string& word) {
    const std::string_view text = word;
    if (text == "-shared")
      return Error(EINVAL, "-shared: a guest is one module; there are no shared libraries to make");
    if (text.starts_with("-fsanitize="))
      return Error(EINVAL, word + ": guests have no sanitizers; use it for the native program, and " +
                               "-fwaggle-check-pointers to find wild pointers here");
    if (text == "-o") return output();
    if (text.starts_with("-o") && text.size() > 2) return output(word.substr(2));
    if (text == "--ilp32") out_.ilp32 = true;
    else if (text == "-fwaggle-check-pointers") out_.check_pointers = true;
    else if (text == "-fwaggle-print-floats") out_.prints_floats = true;
    else if (text == "-s") out_.strip = true;
    else if (!is_meaningless(text)) pass(word);
    return {};
  }

  Result<void> output() {
    if (at_ == words_.size()) return Error(EINVAL, "-o wants a file");
    return output(words_[at_++]);
  }
  Result<void> output(std::string file) {
    out_.output = std::move(file);
    return {};
  }

  void pass(const std::string& word) {
    const std::string_view text = word;
    out_.passed.push_back(word);
    if (std::ranges::find(kStopsBefore, text) != kStopsBefore.end() || text.starts_with("-print-")) stops_ = true;
    if (text == "-r") out_.relocatable = true;
    if (text == "-MD" || text == "-MMD") writes_dependencies_ = true;
    if (text.starts_with("-MF")) names_file_ = true;
    if (text.starts_with("-MT") || text.starts_with("-MQ")) out_.names_target = true;
    if (text.starts_with("-O")) out_.optimise = word;
    if (text.starts_with("-g") && !text.starts_with("-gcc")) out_.debug = text != "-g0";
    if (std::ranges::find(kTakesNext, text) != kTakesNext.end()) {
      if (text == "-l") has_input_ = true;
      if (text == "-x" && at_ < words_.size() && words_[at_].starts_with("c++")) out_.cxx = true;
      pass_value();
    } else if (!text.starts_with('-') || text == "-") {
      has_input_ = true;
      if (is_cxx(text)) out_.cxx = true;
    }
    if (text == "--driver-mode=g++") out_.cxx = true;
  }

  std::span<const std::string> words_;
  std::size_t at_ = 0;
  CcWords out_;
  bool has_input_ = false;
  bool stops_ = false;
  bool writes_dependencies_ = false;
  bool names_file_ = false;
};

}  // namespace

Result<CcWords> parse_cc(std::span<const std::string> words) { return Parser(words).run(); }

}  // namespace waggle::toolchain
