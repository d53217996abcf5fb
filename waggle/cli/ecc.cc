#include "waggle/cli/ecc.hh"

#include <array>
#include <cstdlib>

#include "waggle/base/strings.hh"
#include "waggle/cli/help.hh"
#include "waggle/cli/sysroot.hh"
#include "waggle/cli/verb.hh"
#include "waggle/toolchain/build/ecc.hh"

namespace waggle::cli {
namespace {

constexpr std::array kOptions{
    Option{"output-path", 'o', "DIR", "where to write; beside the source if not given"},
    Option{"workspace-path", 'w', "DIR", "a folder of headers"},
    Option{"additional-cflags", 'a', "WORDS", "more words for clang; may be given again"},
    Option{"clang-bin", 'c', "FILE", "another clang"},
    Option{"llvm-strip-bin", 'l', "FILE", "accepted; none is called"},
    Option{"yaml", 'y', "", "write YAML, not JSON"},
    Option{"no-generate-package-json", 'n', "", "do not pack the object: no package.json"},
    Option{"header-only", 0, "", "an object with nothing but the types of a header"},
    Option{"wasm-header", 0, "", "also write ewasm-skel.h, for guests"},
    Option{"btfgen", 'b', "", "also write NAME.tar, with the types of other kernels"},
    Option{"btfhub-archive", 0, "DIR", "where those are; ~/.local/share/eunomia/btfhub-archive if not given"},
    Option{"standalone", 's', "", "also make NAME.out, a program of its own"},
    Option{"subskeleton", 0, "", "refused: `waggle gen skeleton` writes one"},
    Option{"verbose", 'v', "", "say what was made"},
};
constexpr std::array kExamples{
    Example{"ecc x.bpf.c x.h", "x.bpf.o, x.skel.json and package.json, which `waggle run` runs"},
};

int no_verb(const Arguments&, Console&) { return kFailed; }

constexpr Verb kEcc{
    "ecc",
    "waggle, called as ecc: makes packages as eunomia-bpf's compiler did",
    "SOURCE.bpf.c [EVENT.h]",
    "",
    kOptions,
    kExamples,
    Order::mixed,
    no_verb,
};

std::string default_kernels() {
  const auto variable = [](const char* name) { return std::string(std::getenv(name) ? std::getenv(name) : ""); };
  for (const std::string& home : {variable("EUNOMIA_HOME"), variable("XDG_DATA_HOME")})
    if (!home.empty()) return home + "/btfhub-archive";
  return variable("HOME") + "/.local/share/eunomia/btfhub-archive";
}

Result<void> add_option(const Given& given, toolchain::EccRequest& request, toolchain::BuildTools& tools) {
  const std::string_view name = given.option->name;
  if (name == "subskeleton")
    return Error(EINVAL, "--subskeleton: is not made; `waggle gen skeleton NAME.bpf.o` writes a skeleton");
  if (name == "output-path") request.folder = given.value;
  else if (name == "workspace-path") request.workspace = given.value;
  else if (name == "clang-bin") tools.cc.clang = given.value;
  else if (name == "btfhub-archive") request.kernels = given.value;
  else if (name == "yaml") request.yaml = true;
  else if (name == "no-generate-package-json") request.package = false;
  else if (name == "standalone") request.standalone = true;
  else if (name == "header-only") request.header_only = true;
  else if (name == "wasm-header") request.wasm_header = true;
  else if (name == "additional-cflags")
    for (const std::string_view word : split(given.value, ' '))
      if (!word.empty()) request.cflags.emplace_back(word);
  return {};
}

Result<int> compile(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty() || arguments.operands.size() > 2)
    return Error(EINVAL, "wants SOURCE.bpf.c, and perhaps EVENT.h; see `ecc --help`");
  toolchain::EccRequest request;
  request.source = arguments.operands.front();
  if (arguments.operands.size() == 2) request.events = arguments.operands.back();
  request.btf = "/sys/kernel/btf/vmlinux";
  WAGGLE_TRY(toolchain::BuildTools tools, toolchain::find_build_tools());
  WAGGLE_TRY(tools.cc.sysroot, find_sysroot());
  WAGGLE_TRY(tools.sdk, find_sdk());
  WAGGLE_TRY(tools.prefix, find_prefix());
  for (const Given& given : arguments.options) WAGGLE_CHECK(add_option(given, request, tools));
  if (!arguments.has("btfgen")) request.kernels.clear();
  else if (request.kernels.empty()) request.kernels = default_kernels();
  WAGGLE_TRY(const toolchain::BuildOutcome outcome, toolchain::run_ecc(request, tools));
  for (const toolchain::BuildOutput& output : outcome.outputs) console.info(output.path);
  return outcome.code;
}

}  // namespace

bool is_ecc(std::string_view program) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  return name == "ecc" || name == "ecc-rs";
}

int run_as_ecc(std::span<char* const> words, Console& console) {
  const auto arguments = parse(kEcc, words);
  if (!arguments.ok()) return console.error(arguments.error().message()), kFailed;
  if (arguments->has("help")) return console.print(help(kEcc)), kOk;
  if (arguments->has("verbose")) console.set_verbose(true);
  const auto code = compile(*arguments, console);
  if (code.ok()) return *code;
  console.error("ecc: " + code.error().message());
  return kFailed;
}

}  // namespace waggle::cli
