#include "waggle/loader/options.hh"

#include <fmt/format.h>

#include <array>
#include <bit>

#include "waggle/base/strings.hh"

namespace waggle::loader {
namespace {

struct ListOption {
  std::string_view name;
  std::vector<std::string> Options::* list;
};
constexpr std::array kLists{
    ListOption{"attach", &Options::attach},      ListOption{"type", &Options::types},
    ListOption{"map-size", &Options::map_sizes}, ListOption{"value-size", &Options::value_sizes},
    ListOption{"map", &Options::map_values},     ListOption{"lost", &Options::lost},
    ListOption{"sample", &Options::samples},
};

struct TextOption {
  std::string_view name;
  std::string Options::* text;
};
constexpr std::array kTexts{
    TextOption{"pid", &Options::pid},
    TextOption{"comm", &Options::comm},
    TextOption{"cgroup", &Options::cgroup},
    TextOption{"btf", &Options::kernel_btf},
};

}  // namespace

Result<bool> set_option(Options& options, std::string_view name, const std::string& value) {
  for (const ListOption& option : kLists)
    if (option.name == name) return (options.*option.list).push_back(value), true;
  for (const TextOption& option : kTexts)
    if (option.name == name) return options.*option.text = value, true;
  if (name == "strict") return options.strict = true;
  if (name == "printk") return options.printk = true;
  if (name == "perf-pages") {
    const auto pages = parse_number<std::uint32_t>(value);
    if (!pages.ok() || !std::has_single_bit(*pages))
      return Error(EINVAL, fmt::format("'{}' is no number of pages; the kernel takes powers of two", value));
    return options.perf_pages = *pages, true;
  }
  if (name != "allow" && name != "deny") return false;
  WAGGLE_TRY(const auto grants, policy::parse_grants(value));
  if (name == "allow") options.policy.grants.add(grants);
  else options.policy.grants.remove(grants);
  return true;
}

}  // namespace waggle::loader
