#include "waggle/toolchain/build/build.hh"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "waggle/cli/console.hh"
#include "waggle/cli/sysroot.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

bool is_program(std::string_view file) { return file.ends_with(".bpf.c"); }
bool is_guest(std::string_view file) {
  return !is_program(file) && (file.ends_with(".c") || file.ends_with(".cc") || file.ends_with(".cpp"));
}
bool is_folder(const std::string& path) {
  struct stat st{};
  return ::stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

// A project's sources, in the order of their names.
Result<std::vector<std::string>> sources_in(const std::string& folder) {
  std::vector<std::string> sources;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (is_program(name) || is_guest(name)) sources.push_back(folder == "." ? name : entry.path().string());
  }
  if (error) return Error(error.value()).context(folder);
  std::ranges::sort(sources);
  return sources;
}

Result<toolchain::BuildRequest> read(const Arguments& arguments) {
  toolchain::BuildRequest request{
      .program = {}, .guest = {}, .folder = {}, .cflags = {}, .btf = "/sys/kernel/btf/vmlinux"};
  for (const Given& given : arguments.options) {
    if (given.option->name == "output") request.folder = given.value;
    else if (given.option->name == "btf") request.btf = given.value;
    else if (given.option->name == "cflag") request.cflags.push_back(given.value);
    else request.cflags.push_back(fmt::format("-{}{}", given.option->letter, given.value));
  }
  std::vector<std::string> sources = arguments.operands;
  if (sources.empty()) sources.emplace_back(".");
  if (sources.size() == 1 && is_folder(sources.front())) {
    WAGGLE_TRY(sources, sources_in(sources.front()));
  }
  for (std::string& source : sources) {
    if (!is_program(source)) request.guest.push_back(std::move(source));
    else if (request.program.empty()) request.program = std::move(source);
    else
      return Error(EINVAL, fmt::format("two BPF programs, {} and {}: one is built at a time", request.program, source));
  }
  if (request.program.empty()) return Error(ENOENT, "there is no BPF program, NAME.bpf.c");
  return request;
}

Result<int> build(const Arguments& arguments) {
  WAGGLE_TRY(const toolchain::BuildRequest request, read(arguments));
  toolchain::BuildTools tools;
  WAGGLE_TRY(tools.cc.sysroot, find_sysroot());
  return toolchain::build(request, tools);
}

int build_verb(const Arguments& arguments, Console& console) {
  const auto code = build(arguments);
  if (code.ok()) return *code;
  console.error("build: " + code.error().message());
  return kFailed;
}

constexpr std::array kOptions{
    Option{"output", 'o', "DIR", "where to write; beside the program if not given"},
    Option{"btf", 0, "FILE", "of which kernel vmlinux.h is made; of the running one if not given"},
    Option{"include", 'I', "DIR", "a folder of headers, for the BPF program"},
    Option{"define", 'D', "NAME[=VALUE]", "a macro, for the BPF program"},
    Option{"cflag", 0, "WORD", "any other word for the compiler of the BPF program; may be given again"},
};
constexpr std::array kExamples{
    Example{"waggle build", "build the project of this folder"},
    Example{"waggle build x.bpf.c && waggle run x.bpf.o", "a program without a guest"},
    Example{"waggle build x.bpf.c x.c && waggle run x.wasm", "a program, and the guest that carries it"},
};

}  // namespace

const Verb kBuild{
    "build",
    "compile a BPF program, and the guest that carries it",
    "[DIR | NAME.bpf.c [SOURCE...]]",
    "Makes NAME.bpf.o, and of further C or C++ sources NAME.wasm: a 64-bit guest, as of `waggle cc`, that\n"
    "includes NAME.skel.h. A program that includes \"vmlinux.h\" gets one, unless it has its own.",
    kOptions,
    kExamples,
    Order::mixed,
    build_verb,
};

}  // namespace waggle::cli
