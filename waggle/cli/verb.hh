// The command line, declared once: verbs and their options as tables, from which parsing, --help,
// the manual page and the shell completions come.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::cli {

class Console;

struct Option {
  std::string_view name;   // "timeout", given as --timeout
  char letter;             // 0 for none
  std::string_view value;  // "DUR" where it takes one, else ""
  std::string_view help;   // one line
};

// One option as it was given, in the order of the line.
struct Given {
  const Option* option;
  std::string value;
};

struct Arguments {
  std::vector<Given> options;
  std::vector<std::string> operands;

  [[nodiscard]] bool has(std::string_view name) const;
};

struct Example {
  std::string_view line;
  std::string_view what;
};

// Where a verb's options may stand.
enum class Order : std::uint8_t {
  mixed,          // before, between and behind operands
  options_first,  // up to the first operand: what follows belongs to the guest
  verbatim,       // waggle has none: every word is an operand, for another program's table
};

struct Verb {
  std::string_view name;
  std::string_view summary;   // one line, without full stop
  std::string_view operands;  // "FILE|- [ARG...]"
  std::string_view text;      // what there is to know beyond the options; may be empty
  std::span<const Option> options;
  std::span<const Example> examples;
  Order order;
  int (*run)(const Arguments& arguments, Console& console);
};

// Every verb, in the order of --help.
std::span<const Verb> verbs();

// The line behind the verb. EINVAL with a sentence for what the table does not have.
Result<Arguments> parse(const Verb& verb, std::span<char* const> words);

// The process's exit codes for what is not the guest's own.
enum ExitCode : int {
  kOk = 0,
  kTimedOut = 124,     // --timeout ended the guest
  kFailed = 125,       // waggle itself: a wrong command line, no privilege, a failure of its own
  kNotRunnable = 126,  // the file is not something that waggle runs
  kNotFound = 127,     // the file cannot be read
  kTrapped = 134,      // the guest did something it cannot (128 + SIGABRT)
  kSignal = 128,       // + n: signal n ended the guest
};
struct ExitCodeWords {
  std::string_view code, meaning;
};
std::span<const ExitCodeWords> exit_codes();

}  // namespace waggle::cli
