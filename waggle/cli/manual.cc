// The verbs that give waggle's own text: `man` and `completion`.
#include <array>

#include "waggle/cli/console.hh"
#include "waggle/cli/help.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

int man_verb(const Arguments&, Console& console) {
  console.print(manual());
  return kOk;
}

int completion_verb(const Arguments& arguments, Console& console) {
  const auto script = arguments.operands.size() == 1 ? completion(arguments.operands.front()) : std::nullopt;
  if (!script) {
    console.error("for which shell? bash, zsh or fish");
    return kFailed;
  }
  console.print(*script);
  return kOk;
}

constexpr std::array kCompletionExamples{
    Example{"source <(waggle completion bash)", "complete in this shell"},
};
constexpr std::array kManExamples{
    Example{"waggle man | man -l -", "read it"},
};

}  // namespace

const Verb kCompletion{"completion", "print a completion script", "bash|zsh|fish", "",
                       {},           kCompletionExamples,         Order::mixed,    completion_verb};
const Verb kMan{"man", "print the manual page", "", "", {}, kManExamples, Order::mixed, man_verb};

}  // namespace waggle::cli
