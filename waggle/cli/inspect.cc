#include "waggle/toolchain/inspect/inspect.hh"

#include <array>

#include "waggle/base/file.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{256} << 20;  // of a package; guests are smaller

int inspect_verb(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() != 1) return console.error("one FILE; see `waggle inspect --help`"), kFailed;
  const std::string& path = arguments.operands.front();
  const auto file = read_file(path, kLargestFile).context(path);
  if (!file.ok()) return console.error(file.error().message()), kNotFound;
  toolchain::InspectOptions options{.name = path, .kernel = {}};
  for (const Given& given : arguments.options)
    if (given.option->name == "btf") options.kernel = given.value;
  const auto report = toolchain::inspect(*file, options);
  if (!report.ok()) return console.error(report.error().message()), kNotRunnable;
  console.print(arguments.has("json") ? toolchain::write_json(*report)
                                      : without_controls(toolchain::write_text(*report)));
  return kOk;
}

constexpr std::array kOptions{
    Option{"btf", 0, "FILE", "whose types answer relocations; the running kernel's if not given"},
    Option{"json", 0, "", "as JSON"},
};
constexpr std::array kExamples{
    Example{"waggle inspect x.bpf.o", "its programs, maps, variables, and which Linux it needs"},
    Example{"waggle inspect x.bpf.o --btf other.btf", "whether it would find its members in another kernel"},
    Example{"waggle inspect --json x.wasm | jq '.imports[] | select(.known | not)'", "what waggle does not have"},
};

}  // namespace

const Verb kInspect{
    "inspect",
    "say what is in an object, a package or a guest, without running it",
    "FILE",
    "Needs no privilege. Of an object: programs, maps, global variables, CO-RE relocations and what the\n"
    "kernel answers to them, and the Linux that brought what it uses. Of a guest: sections, memory,\n"
    "imports with the grants they need, exports, and its objects. Of a package: what its makers said,\n"
    "and its object.",
    kOptions,
    kExamples,
    Order::mixed,
    inspect_verb,
};

}  // namespace waggle::cli
