#include "waggle/loader/globals.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/event/value.hh"
#include "waggle/loader/argument.hh"
#include "waggle/loader/near.hh"
#include "waggle/loader/value_text.hh"

namespace waggle::loader {
namespace {

using event::Kind;

// Older packages force types into BTF by variables of these names.
constexpr std::string_view kDummy = "__eunomia_dummy";

bool is_settable(std::string_view section, const btf::Variable& variable) {
  if (variable.name.find('.') != variable.name.npos || variable.name.starts_with(kDummy)) return false;
  if (section == ".rodata" || section.starts_with(".rodata.")) return variable.constant && variable.volatile_;
  return variable.global && (section == ".bss" || section == ".data" || section.starts_with(".data."));
}

const package::Variable* words_for(const package::Package& package, std::string_view variable) {
  const auto found = std::ranges::find(package.variables, variable, &package::Variable::name);
  return found == package.variables.end() ? nullptr : &*found;
}

std::string spelled(std::string_view name) {
  std::string dashed(name);
  std::ranges::replace(dashed, '_', '-');
  return dashed;
}

// What small values look like; the rest would fill the screen.
std::string shown(const event::Type& type, Bytes bytes) {
  std::uint64_t value = 0;
  if (type.size == 0 || type.size > bytes.size() || type.size > sizeof value) return {};
  const unsigned unused = 64 - 8 * type.size;
  std::memcpy(&value, bytes.data(), type.size);
  switch (type.kind) {
    case Kind::boolean: return value != 0 ? "true" : "false";
    case Kind::unsigned_integer: return fmt::format("{}", value);
    case Kind::signed_integer: return fmt::format("{}", static_cast<std::int64_t>(value << unused) >> unused);
    case Kind::enumeration: {
      const auto name = event::enumerator(type, static_cast<std::int64_t>(value << unused) >> unused);
      return std::string(name.value_or(""));
    }
    default: return {};
  }
}

Global describe(const btf::Variable& variable, std::string section, event::TypePtr type,
                const package::Variable* words) {
  Global global{variable.name, std::move(section), variable.offset, std::move(type), variable.name, 0, {}, {}};
  if (words == nullptr) return global;
  if (!words->long_option.empty()) global.long_option = words->long_option;
  if (!words->short_option.empty()) global.short_option = words->short_option.front();
  global.help = words->help.empty() ? words->description : words->help;
  return global;
}

std::optional<bpf::MapSpec> section_map(const bpf::ObjectSpec& spec, std::string_view section) {
  for (const bpf::MapSpec map : spec.maps())
    if (map.internal() && bpf::section_of(map.name()) == section) return map;
  return std::nullopt;
}

// A place inside a variable.
struct Place {
  const event::Type* type;
  std::uint32_t offset;  // bytes into the section
};

std::string members_of(const event::Type& type) {
  std::vector<std::string_view> names;
  names.reserve(type.members.size());
  for (const event::Member& member : type.members) names.push_back(member.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<Place> find_member(Place place, std::string_view name) {
  for (const event::Member& member : place.type->members) {
    if (!member.type || member.bits != 0) continue;
    const Place inside{member.type.get(), place.offset + member.offset_bits / 8};
    if (member.name == name) return inside;
    if (!member.name.empty()) continue;
    if (auto deeper = find_member(inside, name); deeper.ok()) return deeper;
  }
  return Error(ENOENT, fmt::format("{} has no member '{}', only {}", place.type->name, name, members_of(*place.type)));
}

}  // namespace

Globals Globals::of(const bpf::ObjectSpec& spec, const btf::Types& types, const package::Package& package) {
  Globals globals;
  for (const bpf::MapSpec map : spec.maps()) {
    const std::string section(map.internal() ? bpf::section_of(map.name()) : std::string_view());
    const Bytes values = map.initial_value();
    for (const btf::Variable& variable : types.variables(section)) {
      if (!is_settable(section, variable) || variable.offset + std::uint64_t{variable.size} > values.size()) continue;
      auto type = types.describe(variable.type);
      if (!type.ok() || (*type)->size > variable.size || (*type)->kind == Kind::pointer) continue;
      const package::Variable* const words = words_for(package, variable.name);
      Global global = describe(variable, section, std::move(*type), words);
      global.fallback =
          words != nullptr && words->fallback ? *words->fallback : shown(*global.type, values.subspan(variable.offset));
      globals.all_.push_back(std::move(global));
    }
  }
  return globals;
}

const Global* Globals::find(std::string_view name) const {
  const auto is_meant = [name](const Global& global) {
    return global.long_option == name || global.variable == name || spelled(global.long_option) == name;
  };
  const auto found = std::ranges::find_if(all_, is_meant);
  return found == all_.end() ? nullptr : &*found;
}

Result<void> Globals::set(std::string_view path, std::string_view value, const bpf::ObjectSpec& spec) const {
  const auto parts = split(path, '.');
  const Global* const global = find(parts.front());
  if (global == nullptr) return Error(ENOENT, fmt::format("the program has no variable '{}'", parts.front()));
  Place place{global->type.get(), global->offset};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    WAGGLE_TRY(place, find_member(place, parts[i]));
  }
  const auto map = section_map(spec, global->section);
  const MutableBytes bytes = map ? map->initial_value() : MutableBytes();
  if (place.offset + std::uint64_t{place.type->size} > bytes.size())
    return Error(EINVAL, "a variable outside its section");
  return write_value(*place.type, value, bytes.subspan(place.offset, place.type->size));
}

namespace {

bool is_switch(const Global* global) { return global != nullptr && global->type->kind == Kind::boolean; }

// The other dialect's switches: "--enable-NAME", "--disable-NAME".
std::optional<std::pair<std::string_view, std::string_view>> toggle(const Globals& globals, std::string_view name) {
  const auto toggled = toggle_of(name);
  return toggled && is_switch(globals.find(toggled->first)) ? toggled : std::nullopt;
}

Error unknown_option(const Globals& globals, std::string_view word) {
  std::vector<std::string> names;
  for (const Global& global : globals.all()) names.push_back("--" + global.long_option);
  return Error(EINVAL, fmt::format("the program has no option '{}'{}; its own: {}", word, did_you_mean(word, names),
                                   names.empty() ? "none" : fmt::format("{}", fmt::join(names, " "))));
}

// Walks over the words; each option takes one or two of them.
class ArgumentReader {
 public:
  ArgumentReader(const Globals& globals, std::span<const std::string> words, const bpf::ObjectSpec& spec)
      : globals_(globals), words_(words), spec_(spec) {}

  Result<void> read() {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (word == "--verbose") continue;  // waggle's -v says more
      const auto given = option_of(word);
      if (!given) return Error(EINVAL, fmt::format("the program takes no operand: '{}'", word));
      WAGGLE_CHECK(take(*given).context(word));
    }
    return {};
  }

 private:
  const Global* find(const Given& given) const {
    if (!given.is_short) return globals_.find(given.name.substr(0, given.name.find('.')));
    const auto found = std::ranges::find(globals_.all(), given.name.front(), &Global::short_option);
    return found == globals_.all().end() ? nullptr : &*found;
  }

  Result<void> take(const Given& given) {
    const Global* const global = find(given);
    if (global == nullptr) {
      const auto toggled = given.is_short ? std::nullopt : toggle(globals_, given.name);
      if (!toggled || given.value) return unknown_option(globals_, words_[at_]);
      return globals_.set(toggled->first, toggled->second, spec_);
    }
    const std::string path = given.is_short ? global->variable : std::string(given.name);
    if (given.value) return globals_.set(path, *given.value, spec_);
    if (is_switch(global)) return globals_.set(path, switch_value(), spec_);
    if (at_ + 1 == words_.size()) return Error(EINVAL, "wants a value: " + value_words(*global->type));
    return globals_.set(path, words_[++at_], spec_);
  }

  // A word behind a switch is its value only where it can be nothing else.
  std::string_view switch_value() {
    const bool follows = at_ + 1 < words_.size() && (words_[at_ + 1] == "true" || words_[at_ + 1] == "false");
    return follows ? std::string_view(words_[++at_]) : "true";
  }

  const Globals& globals_;
  std::span<const std::string> words_;
  const bpf::ObjectSpec& spec_;
  std::size_t at_ = 0;
};

}  // namespace

Result<void> Globals::apply(const package::Package& package, std::span<const std::string> arguments,
                            const bpf::ObjectSpec& spec) const {
  for (const package::Variable& variable : package.variables) {
    const auto& value = variable.fallback ? variable.fallback : variable.value;
    if (!value || find(variable.name) == nullptr) continue;
    WAGGLE_CHECK(set(variable.name, *value, spec).context(fmt::format("the package's value of '{}'", variable.name)));
  }
  return ArgumentReader(*this, arguments, spec).read();
}

bool asks_for_help(std::span<const std::string> arguments) {
  return std::ranges::any_of(arguments, [](const std::string& word) { return word == "--help" || word == "-h"; });
}

bool asks_for_version(std::span<const std::string> arguments) {
  return std::ranges::find(arguments, "--version") != arguments.end();
}

std::string help_of(const package::Package& package, const Globals& globals) {
  std::string text = fmt::format("usage: {}{}\n", package.name, globals.all().empty() ? "" : " [options]");
  if (!package.description.empty()) text += fmt::format("\n{}\n", package.description);
  text += "\noptions:\n";
  const auto row = [&text](std::string_view spelling, std::string_view help) {
    if (spelling.size() > 30) text += fmt::format("  {}\n  {:<31}{}\n", spelling, "", help);
    else text += fmt::format("  {:<31}{}\n", spelling, help);
  };
  for (const Global& global : globals.all()) {
    const std::string letter = global.short_option != 0 ? fmt::format("-{}, ", global.short_option) : "    ";
    const bool is_bool = global.type->kind == Kind::boolean;
    const std::string words = is_bool ? "" : " " + value_words(*global.type);
    const std::string help =
        global.help.empty() ? fmt::format("set {} {}", global.type->name, global.variable) : global.help;
    row(fmt::format("{}--{}{}", letter, global.long_option, words),
        global.fallback.empty() ? help : fmt::format("{} (default: {})", help, global.fallback));
  }
  row("-h, --help", "show this text");
  row("    --version", "show the version");
  return text;
}

}  // namespace waggle::loader
