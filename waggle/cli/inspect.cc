#include "waggle/toolchain/inspect/inspect.hh"

#include <array>

#include "waggle/base/file.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/object_types.hh"

namespace waggle::cli {
namespace {

int inspect_verb(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() != 1) return console.error("one FILE; see `waggle inspect --help`"), kFailed;
  const std::string& path = arguments.operands.front();
  const auto elf = read_file(path, toolchain::kLargestFile).context(path);
  if (!elf.ok()) return console.error(elf.error().message()), kNotFound;
  const auto form = arguments.has("json") ? toolchain::InspectForm::json : toolchain::InspectForm::text;
  const auto text = toolchain::inspect_object(*elf, path, form);
  if (!text.ok()) return console.error(text.error().message()), kNotRunnable;
  console.print(*text);
  return kOk;
}

constexpr std::array kOptions{
    Option{"json", 0, "", "as JSON"},
};
constexpr std::array kExamples{
    Example{"waggle inspect x.bpf.o", "list its programs, maps and global variables"},
    Example{"waggle inspect --json x.bpf.o | jq '.programs[].section'", "ask for one thing of them"},
};

}  // namespace

const Verb kInspect{
    "inspect",    "say what is in a BPF object, without loading it",
    "FILE",       "Needs no privilege. Places of global variables are offsets in their section.",
    kOptions,     kExamples,
    Order::mixed, inspect_verb,
};

}  // namespace waggle::cli
