#include "waggle/cli/help.hh"

#include <fmt/format.h>

#include <iterator>

namespace waggle::cli {
namespace {

std::string usage(const Verb& verb) {
  return fmt::format("waggle {}{}{}{}", verb.name, verb.options.empty() ? "" : " [options]",
                     verb.operands.empty() ? "" : " ", verb.operands);
}

std::string spelled(const Option& option) {
  std::string text = option.letter ? fmt::format("-{}, ", option.letter) : "    ";
  text += "--" + std::string(option.name);
  if (!option.value.empty()) text += " " + std::string(option.value);
  return text;
}

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

// Neighbours that share their words share a line.
void add_options(std::string& text, std::span<const Option> options) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    std::string names = spelled(options[i]);
    for (; i + 1 < options.size() && options[i + 1].help == options[i].help; ++i)
      names += ", " + spelled(options[i + 1]).substr(4);
    add(text, "  {:<28}{}{}\n", names, names.size() < 28 ? "" : "  ", options[i].help);
  }
}

}  // namespace

std::string overview() {
  std::string text =
      "waggle runs WebAssembly guests that carry eBPF programs, and eBPF packages that need no guest.\n\nusage: waggle "
      "VERB ...\n\n";
  for (const Verb& verb : verbs()) add(text, "  {:<12}{}\n", verb.name, verb.summary);
  text +=
      "\nexamples:\n  waggle run bootstrap.wasm      run a guest, or a package (.bpf.o, .json)\n  waggle run --help    "
      "         say more about a "
      "verb\n";
  return text;
}

std::string help(const Verb& verb) {
  std::string text = fmt::format("{}: {}\n\nusage: {}\n", verb.name, verb.summary, usage(verb));
  if (!verb.text.empty()) add(text, "\n{}\n", verb.text);
  if (!verb.options.empty()) text += "\noptions:\n";
  add_options(text, verb.options);
  if (!verb.examples.empty()) text += "\nexamples:\n";
  for (const Example& example : verb.examples) add(text, "  {}\n      {}\n", example.line, example.what);
  return text;
}

namespace {

// Roff takes a backslash and a leading dot or quote for its own.
std::string roff(std::string_view text) {
  std::string escaped;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\') escaped += "\\e";
    else if (c == '-') escaped += "\\-";
    else escaped += c;
    line_start = c == '\n';
  }
  return escaped;
}

void add_verb(std::string& text, const Verb& verb) {
  add(text, ".SS {}\n{}.\n.PP\n.B {}\n", roff(verb.name), roff(verb.summary), roff(usage(verb)));
  if (!verb.text.empty()) add(text, ".PP\n{}\n", roff(verb.text));
  for (const Option& option : verb.options) {
    std::string_view spelling_source = option.name;
    const std::string letter = option.letter ? fmt::format("-{}, ", option.letter) : std::string();
    add(text, ".TP\n.B {}\n{}.\n",
        roff(fmt::format("{}--{}{}{}", letter, spelling_source, option.value.empty() ? "" : " ", option.value)),
        roff(option.help));
  }
  for (const Example& example : verb.examples)
    add(text, ".PP\n{}:\n.PP\n.RS\n.nf\n{}\n.fi\n.RE\n", roff(example.what), roff(example.line));
}

}  // namespace

std::string manual() {
  std::string text = ".TH WAGGLE 1 \"\" \"waggle " WAGGLE_VERSION
                     "\" \"User Commands\"\n.SH NAME\nwaggle \\- run WebAssembly guests that carry eBPF "
                     "programs\n.SH SYNOPSIS\n.B waggle\n.I VERB\n[\\fIoptions\\fR] [\\fIoperands\\fR]\n.SH VERBS\n";
  for (const Verb& verb : verbs()) add_verb(text, verb);
  text += ".SH EXIT STATUS\n";
  for (const ExitCodeWords& words : exit_codes()) add(text, ".TP\n.B {}\n{}.\n", roff(words.code), roff(words.meaning));
  return text;
}

namespace {

std::string option_words(const Verb& verb) {
  std::string words;
  for (const Option& option : verb.options) add(words, "--{} ", option.name);
  return words + "--help";
}

std::string bash_completion() {
  std::string text =
      "# bash completion for waggle; made by `waggle completion bash`\n"
      "_waggle() {\n  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W \"";
  for (const Verb& verb : verbs()) add(text, "{} ", verb.name);
  text += "--help --version\" -- \"$word\")); return; fi\n  case $verb in\n";
  for (const Verb& verb : verbs())
    add(text, "    {}) [[ $word == -* ]] && COMPREPLY=($(compgen -W \"{}\" -- \"$word\")) ;;\n", verb.name,
        option_words(verb));
  return text + "  esac\n}\ncomplete -o default -F _waggle waggle\n";
}

std::string zsh_completion() {
  std::string text =
      "#compdef waggle\n# zsh completion; made by `waggle completion zsh`\n_waggle() {\n  local -a verbs=(\n";
  for (const Verb& verb : verbs()) add(text, "    '{}:{}'\n", verb.name, verb.summary);
  text += "  )\n  if (( CURRENT == 2 )); then _describe verb verbs; return; fi\n  case $words[2] in\n";
  for (const Verb& verb : verbs()) {
    add(text, "    {}) _arguments", verb.name);
    for (const Option& option : verb.options)
      add(text, " '--{}[{}]{}'", option.name, option.help,
          option.value.empty() ? "" : fmt::format(":{}:_files", option.value));
    text += " '*:file:_files' ;;\n";
  }
  return text + "  esac\n}\n_waggle \"$@\"\n";
}

std::string fish_completion() {
  std::string text = "# fish completion for waggle; made by `waggle completion fish`\n";
  for (const Verb& verb : verbs()) {
    add(text, "complete -c waggle -n __fish_use_subcommand -f -a {} -d '{}'\n", verb.name, verb.summary);
    for (const Option& option : verb.options)
      add(text, "complete -c waggle -n '__fish_seen_subcommand_from {}' -l {}{}{} -d '{}'\n", verb.name, option.name,
          option.letter ? fmt::format(" -s {}", option.letter) : "", option.value.empty() ? "" : " -r", option.help);
  }
  return text;
}

}  // namespace

std::optional<std::string> completion(std::string_view shell) {
  if (shell == "bash") return bash_completion();
  if (shell == "zsh") return zsh_completion();
  if (shell == "fish") return fish_completion();
  return std::nullopt;
}

}  // namespace waggle::cli
