#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "waggle/cli/console.hh"
#include "waggle/cli/ecc.hh"
#include "waggle/cli/ecli.hh"
#include "waggle/cli/help.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

const Verb* find(std::string_view name) {
  for (const Verb& verb : verbs())
    if (verb.name == name) return &verb;
  return nullptr;
}

// Links named waggle-cc and waggle-c++ are the compilers of Makefiles.
std::optional<Arguments> as_compiler(std::string_view program, std::span<char* const> words) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  if (name != "waggle-cc" && name != "waggle-c++") return std::nullopt;
  Arguments arguments{{}, {words.begin(), words.end()}};
  if (name == "waggle-c++") arguments.operands.insert(arguments.operands.begin(), "--driver-mode=g++");
  return arguments;
}

int run(std::string_view program, std::span<char* const> words, Console& console) {
  if (is_ecc(program)) return run_as_ecc(words, console);
  if (is_ecli(program)) return run_as_ecli(words, console);
  if (const auto compiler = as_compiler(program, words)) return kCc.run(*compiler, console);
  const std::string_view first = words.empty() ? "--help" : words.front();
  if (first == "--help" || first == "-h" || first == "help") return console.print(overview()), kOk;
  if (first == "--version" || first == "version") return console.print("waggle " WAGGLE_VERSION "\n"), kOk;
  const Verb* verb = find(first);
  if (!verb) return console.error(fmt::format("there is no verb '{}'; see `waggle --help`", first)), kFailed;
  const auto arguments = parse(*verb, words.subspan(1));
  if (!arguments.ok()) return console.error(arguments.error().message()), kFailed;
  if (arguments->has("help")) return console.print(help(*verb)), kOk;
  return verb->run(*arguments, console);
}

}  // namespace
}  // namespace waggle::cli

int main(int argc, char** argv) {
  waggle::cli::Console console;
  if (argc < 1) return waggle::cli::kFailed;
  const int code = waggle::cli::run(argv[0], {argv + 1, static_cast<std::size_t>(argc - 1)}, console);
  return console.flush() || code != 0 ? code : waggle::cli::kFailed;
}
