#include "waggle/cli/ecli.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "waggle/cli/source.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

constexpr std::string_view kUsage =
    "usage: ecli [run] [-j] [-n] [-v] [-p json|tar|wasm] FILE|- [ARG...]\n\n"
    "waggle, called as ecli: runs a local package or module with the output of eunomia-bpf.\n"
    "  -j, --json       events as JSON\n"
    "  -n, --no-cache   accepted; there is no cache\n"
    "  -p, --prog-type  accepted; the content tells\n"
    "  -v, --verbose    say what was chosen\n";

constexpr std::array<std::string_view, 8> kOfTheNetwork{"push",   "pull",   "login", "logout",
                                                        "server", "client", "start", "stop"};

struct Line {
  bool json = false, verbose = false, help = false;
  std::vector<std::string> operands;
};

Result<Line> parse_line(std::span<char* const> words) {
  Line line;
  std::size_t at = !words.empty() && words.front() == std::string_view("run") ? 1 : 0;
  for (; at < words.size(); ++at) {
    const std::string_view word = words[at];
    if (word == "-j" || word == "--json") line.json = true;
    else if (word == "-v" || word == "--verbose") line.verbose = true;
    else if (word == "-h" || word == "--help") line.help = true;
    else if (word == "-p" || word == "--prog-type" || word == "--log-level") ++at;
    else if (word != "-n" && word != "--no-cache") break;
  }
  if (at >= words.size()) return line;
  const std::string_view first = words[at];
  if (std::ranges::find(kOfTheNetwork, first) != kOfTheNetwork.end() || first.starts_with("http://") ||
      first.starts_with("https://"))
    return Error(EINVAL,
                 fmt::format("'{}' needs a network, which ecli's stand-in does not use; give it a file", first));
  if (first.starts_with('-') && first != "-" && first != "--")
    return Error(EINVAL, fmt::format("ecli has no option '{}'", first));
  line.operands.assign(words.begin() + static_cast<std::ptrdiff_t>(at), words.end());
  if (line.operands.front() == "--") line.operands.front() = "-";  // how the first versions named standard input
  return line;
}

// An option of `waggle run`, as if it had been given.
Given given(std::string_view name, std::string value) {
  return {&*std::ranges::find(kRun.options, name, &Option::name), std::move(value)};
}

}  // namespace

bool is_ecli(std::string_view program) { return program.substr(program.rfind('/') + 1) == "ecli"; }

int run_as_ecli(std::span<char* const> words, Console& console) {
  const auto line = parse_line(words);
  if (!line.ok()) return console.error(line.error().message()), kFailed;
  if (line->help || line->operands.empty()) return console.print(kUsage), line->help ? kOk : kFailed;
  auto source = look_at(line->operands.front());
  if (!source.ok()) return console.error(source.error().message()), kNotFound;
  Arguments arguments{{}, line->operands};
  if (source->is_package) arguments.options.push_back(given("output", line->json ? "first-gen-json" : "first-gen"));
  if (line->verbose) arguments.options.push_back(given("verbose", ""));
  return run_source(arguments, std::move(*source), console);
}

}  // namespace waggle::cli
