#include "waggle/loader/twins.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/loader/object.hh"

namespace waggle::loader {
namespace {

struct Pair {
  std::string_view newer, older;
};
constexpr Pair kPairs[] = {{"fentry", "kprobe"}, {"fexit", "kretprobe"}, {"tp_btf", "raw_tp"}};

}  // namespace

std::string twin_section(std::string_view section) {
  const auto slash = section.find('/');
  for (const Pair& pair : kPairs)
    if (slash != section.npos && section.substr(0, slash) == pair.newer)
      return fmt::format("{}{}", pair.older, section.substr(slash));
  return {};
}

std::vector<std::string> with_twins(const std::vector<bpf::Program>& programs) {
  std::vector<std::string> names;
  for (const bpf::Program& newer : programs) {
    const std::string section = twin_section(newer.section());
    const auto is_twin = [&section](const bpf::Program& older) { return older.section() == section; };
    if (!section.empty() && std::ranges::any_of(programs, is_twin)) names.emplace_back(newer.name());
  }
  return names;
}

void disable_twins(const std::vector<bpf::Program>& programs, std::span<const Refused> refused, Log& log) {
  for (const bpf::Program& newer : programs) {
    const std::string section = twin_section(newer.section());
    if (section.empty()) continue;
    for (const bpf::Program& older : programs) {
      if (older.section() != section || !older.autoload()) continue;
      if (newer.autoload()) {
        older.set_autoload(false);
        log.info(fmt::format("program '{}' does what '{}' does, and takes its place", newer.name(), older.name()));
      } else if (std::ranges::find(refused, newer.name(), &Refused::program) != refused.end()) {
        log.info(fmt::format("program '{}' takes the place of '{}'", older.name(), newer.name()));
      }
    }
  }
}

}  // namespace waggle::loader
