// The table of options drives getopt_long, which knows the customs: --name=value, -abc, --.
#include <fmt/format.h>
#include <getopt.h>

#include <algorithm>

#include "waggle/cli/verb.hh"

namespace waggle::cli {
namespace {

// getopt's words, made from a verb's options. Long options answer with their index + kFirstLong.
constexpr int kFirstLong = 1000;

// What every verb has.
constexpr Option kHelp{"help", 'h', "", "show this text"};

class Words {
 public:
  explicit Words(const Verb& verb) {
    // '+': stop at the first operand. ':': say what kind of mistake it was.
    letters_ = verb.order == Order::options_first ? "+:" : ":";
    names_.reserve(verb.options.size() + 1);
    for (const Option& option : verb.options) add(option);
    add(kHelp);
  }
  const char* letters() const { return letters_.c_str(); }
  std::vector<option> longs() const {
    auto table = longs_;
    table.push_back({});
    return table;
  }
  const Option* find(int answer) const {
    if (answer >= kFirstLong) return options_[static_cast<std::size_t>(answer - kFirstLong)];
    for (const Option* option : options_)
      if (option->letter && option->letter == answer) return option;
    return nullptr;
  }

 private:
  void add(const Option& option) {
    const int takes = option.value.empty() ? no_argument : required_argument;
    const int answer = kFirstLong + static_cast<int>(options_.size());
    longs_.push_back({names_.emplace_back(option.name).c_str(), takes, nullptr, answer});
    options_.push_back(&option);
    if (!option.letter) return;
    letters_ += option.letter;
    if (takes == required_argument) letters_ += ':';
  }

  std::string letters_;
  std::vector<std::string> names_;  // NUL-terminated; reserved, so that they stay where they are
  std::vector<option> longs_;
  std::vector<const Option*> options_;
};

Error mistake(const Verb& verb, std::string sentence) {
  return Error(EINVAL, fmt::format("{}; see `waggle {} --help`", sentence, verb.name));
}

// Only a line that is nothing but --help is for us.
Arguments verbatim(std::span<char* const> words) {
  if (words.size() == 1 && words.front() == std::string_view("--help")) return {{{&kHelp, ""}}, {}};
  return {{}, {words.begin(), words.end()}};
}

}  // namespace

bool Arguments::has(std::string_view name) const {
  return std::ranges::any_of(options, [&](const Given& given) { return given.option->name == name; });
}

Result<Arguments> parse(const Verb& verb, std::span<char* const> words) {
  if (verb.order == Order::verbatim) return verbatim(words);
  const Words table(verb);
  const std::vector<option> longs = table.longs();
  std::vector<char*> argv(words.begin(), words.end());  // getopt moves operands behind options
  argv.insert(argv.begin(), const_cast<char*>("waggle"));
  argv.push_back(nullptr);
  const int argc = static_cast<int>(argv.size()) - 1;

  Arguments arguments;
  optind = 0;  // GNU: begin anew, whatever was parsed before
  opterr = 0;
  for (;;) {
    const int at = optind == 0 ? 1 : optind;
    const int answer = ::getopt_long(argc, argv.data(), table.letters(), longs.data(), nullptr);
    if (answer == -1) break;
    const std::string_view word = argv[static_cast<std::size_t>(std::min(at, argc - 1))];
    if (answer == ':') return mistake(verb, fmt::format("option '{}' wants a value", word));
    const Option* option = answer == '?' ? nullptr : table.find(answer);
    if (!option) return mistake(verb, fmt::format("there is no option '{}'", word));
    arguments.options.push_back({option, optarg ? optarg : ""});
  }
  for (int i = optind; i < argc; ++i) arguments.operands.emplace_back(argv[static_cast<std::size_t>(i)]);
  return arguments;
}

}  // namespace waggle::cli
