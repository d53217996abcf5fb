#include <fmt/format.h>

#include <array>

#include "waggle/cli/console.hh"
#include "waggle/cli/sysroot.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/project/project.hh"

namespace waggle::cli {
namespace {

using toolchain::GuestLanguage;

Result<GuestLanguage> parse_language(std::string_view word) {
  if (word == "none") return GuestLanguage::none;
  if (word == "c") return GuestLanguage::c;
  if (word == "c++") return GuestLanguage::cxx;
  return Error(EINVAL, fmt::format("there are no guests in '{}'; there are c, c++ and none", word));
}

Result<toolchain::ProjectRequest> read(const Arguments& arguments) {
  if (arguments.operands.size() != 1) return Error(EINVAL, "wants one name; see `waggle new --help`");
  toolchain::ProjectRequest request{arguments.operands.front(), "tracepoint", GuestLanguage::c};
  for (const Given& given : arguments.options) {
    if (given.option->name == "kind") request.kind = given.value;
    if (given.option->name != "guest") continue;
    WAGGLE_TRY(request.guest, parse_language(given.value));
  }
  return request;
}

Result<std::vector<std::string>> create(const Arguments& arguments) {
  WAGGLE_TRY(const toolchain::ProjectRequest request, read(arguments));
  WAGGLE_TRY(const std::string sdk, find_sdk());
  return toolchain::create_project(request, sdk + "/templates");
}

int new_verb(const Arguments& arguments, Console& console) {
  const auto files = create(arguments);
  if (!files.ok()) return console.error("new: " + files.error().message()), kFailed;
  for (const std::string& file : *files) console.print(file + "\n");
  return kOk;
}

constexpr std::array kOptions{
    Option{"kind", 'k', "KIND", "of BPF program; tracepoint if not given"},
    Option{"guest", 'g', "LANGUAGE", "c (the default), c++, or none: waggle prints the events"},
};
constexpr std::array kExamples{
    Example{"waggle new x && cd x && waggle build && sudo waggle run x.wasm", "from nothing to events"},
    Example{"waggle new --kind xdp --guest none packets", "without a guest: `waggle run packets.json`"},
};

}  // namespace

const Verb kNew{
    "new",
    "begin a project that builds and runs at once",
    "NAME",
    "Makes the folder NAME with a BPF program, the header that it shares with its guest, and the guest.\n"
    "Kinds: cgroup fentry fexit kprobe kretprobe lsm perf_event raw_tracepoint sockops tc tracepoint\n"
    "uprobe uretprobe usdt xdp.",
    kOptions,
    kExamples,
    Order::mixed,
    new_verb,
};

}  // namespace waggle::cli
