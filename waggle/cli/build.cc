#include "waggle/toolchain/build/build.hh"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "waggle/base/strings.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/sysroot.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/cli/watch.hh"

namespace waggle::cli {
namespace {

bool is_program(std::string_view file) { return file.ends_with(".bpf.c"); }
bool is_header(std::string_view file) { return file.ends_with(".h"); }
bool is_guest(std::string_view file) {
  return !is_program(file) &&
         (file.ends_with(".c") || file.ends_with(".cc") || file.ends_with(".cpp") || file.ends_with(".cxx"));
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

// The header of a package's events is called as its program. A guest knows by itself what events are.
void find_events(toolchain::BuildRequest& request) {
  const std::string header =
      request.program.substr(0, request.program.size() - std::string_view(".bpf.c").size()) + ".h";
  std::error_code error;
  if (std::filesystem::is_regular_file(header, error)) request.events = header;
}

void add_option(const Given& given, toolchain::BuildRequest& request) {
  const std::string_view name = given.option->name;
  if (name == "output") request.folder = given.value;
  else if (name == "btf") request.btf = given.value;
  else if (name == "cflag") request.cflags.push_back(given.value);
  else if (name == "ilp32") request.style.ilp32 = true;
  else if (name == "debug") request.style.debug = true;
  else if (name == "optimize") request.style.level = given.value;
  else if (name == "include" || name == "define")
    request.shared.push_back(fmt::format("-{}{}", given.option->letter, given.value));
  else if (name == "cflags")
    for (const std::string_view word : split(given.value, ' '))
      if (!word.empty()) request.cflags.emplace_back(word);
}

Result<void> add_source(std::string source, toolchain::BuildRequest& request) {
  if (is_header(source)) {
    if (!request.events.empty())
      return Error(EINVAL, fmt::format("two headers of events, {} and {}", request.events, source));
    request.events = std::move(source);
  } else if (!is_program(source)) {
    if (::access(source.c_str(), F_OK) != 0) return errno_error(source);
    if (!is_guest(source)) return Error(EINVAL, fmt::format("{}: no source of a guest in C or C++", source));
    request.guest.push_back(std::move(source));
  } else {
    if (!request.program.empty())
      return Error(EINVAL, fmt::format("two BPF programs, {} and {}: one is built at a time", request.program, source));
    request.program = std::move(source);
  }
  return {};
}

Result<toolchain::BuildRequest> read(const Arguments& arguments) {
  toolchain::BuildRequest request;
  request.btf = "/sys/kernel/btf/vmlinux";
  for (const Given& given : arguments.options) add_option(given, request);
  std::vector<std::string> sources = arguments.operands;
  if (sources.empty()) sources.emplace_back(".");
  const bool is_project = sources.size() == 1 && is_folder(sources.front());
  if (is_project) {
    WAGGLE_TRY(sources, sources_in(sources.front()));
  }
  for (std::string& source : sources) WAGGLE_CHECK(add_source(std::move(source), request));
  if (request.program.empty()) return Error(ENOENT, "there is no BPF program, NAME.bpf.c");
  if (!toolchain::is_level(request.style.level))
    return Error(EINVAL, fmt::format("-O{}: no such level; there are 0, 1, 2, 3, s and z", request.style.level));
  if (is_project && request.guest.empty()) find_events(request);
  return request;
}

Result<toolchain::BuildTools> find_tools() {
  WAGGLE_TRY(toolchain::BuildTools tools, toolchain::find_build_tools());
  WAGGLE_TRY(tools.cc.sysroot, find_sysroot());
  WAGGLE_TRY(tools.sdk, find_sdk());
  return tools;
}

// What was made, a line each; with -v also what was still right.
void report(const toolchain::BuildOutcome& outcome, Console& console) {
  for (const toolchain::BuildOutput& output : outcome.outputs) {
    if (output.made) console.print(output.path + "\n");
    else console.info(output.path + " is up to date");
  }
}

Result<int> build(const Arguments& arguments, Console& console) {
  if (arguments.has("verbose")) console.set_verbose(true);
  WAGGLE_TRY(const toolchain::BuildTools tools, find_tools());
  WAGGLE_TRY(const toolchain::BuildRequest request, read(arguments));
  if (arguments.has("watch")) {
    Watched watched{.build = [&] { return toolchain::build(request, tools); },
                    .report = [&](const toolchain::BuildOutcome& outcome) { report(outcome, console); },
                    .sources = request.guest};
    watched.sources.insert(watched.sources.end(), {request.program, request.events});
    return watch(watched, console);
  }
  WAGGLE_TRY(const toolchain::BuildOutcome outcome, toolchain::build(request, tools));
  report(outcome, console);
  return outcome.code;
}

int build_verb(const Arguments& arguments, Console& console) {
  const auto code = build(arguments, console);
  if (code.ok()) return *code;
  console.error("build: " + code.error().message());
  return kFailed;
}

constexpr std::array kOptions{
    Option{"output", 'o', "DIR", "where to write; beside the program if not given"},
    Option{"ilp32", 0, "", "the guest has 4-byte long and pointers, and WASI: the smallest modules"},
    Option{"optimize", 'O', "LEVEL", "of the guest: 2, with --ilp32 z; s and z leave out the program's lines"},
    Option{"debug", 'g', "", "the module keeps names of functions, and the program's lines"},
    Option{"btf", 0, "FILE", "of which kernel vmlinux.h is made; of the running one if not given"},
    Option{"include", 'I', "DIR", "a folder of headers, for all compilers"},
    Option{"define", 'D', "NAME[=VALUE]", "a macro, for all compilers"},
    Option{"cflag", 0, "WORD", "any other word for the compiler of the BPF program; may be given again"},
    Option{"cflags", 0, "WORDS", "several, with blanks between"},
    Option{"watch", 'w', "", "build and run it, and again whenever a source is saved"},
    Option{"verbose", 'v', "", "say what was not built because nothing has changed"},
};
constexpr std::array kExamples{
    Example{"waggle build", "build the project of this folder"},
    Example{"waggle build x.bpf.c x.h && waggle run x.json", "a package: a program whose events are x.h's structures"},
    Example{"waggle build x.bpf.c x.c && waggle run x.wasm", "a program, and the guest that carries it"},
};

}  // namespace

const Verb kBuild{
    "build",
    "compile a BPF program, and pack it or the guest that carries it",
    "[DIR | NAME.bpf.c [EVENT.h] [SOURCE...]]",
    "Makes NAME.bpf.o, and of it a package, NAME.json; or of further C or C++ sources NAME.wasm: a 64-bit\n"
    "guest, as of `waggle cc`, that includes NAME.skel.h. Prints what it made. A program that includes\n"
    "\"vmlinux.h\" gets one, unless it has its own. Of a folder without a guest, NAME.h says what\n"
    "the events look like.",
    kOptions,
    kExamples,
    Order::mixed,
    build_verb,
};

}  // namespace waggle::cli
