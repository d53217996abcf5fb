#include <fmt/format.h>

#include <array>
#include <iterator>

#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/features.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"

namespace waggle::cli {
namespace {

int clean(Console& console) {
  const auto swept = bpf::sweep_legacy_filters();
  if (!swept.ok()) {
    console.error(swept.error().message());
    return kFailed;
  }
  console.print(fmt::format("removed {} tc filters that a killed waggle left behind\n", *swept));
  return kOk;
}

int examine(Console& console) {
  const auto version = bpf::KernelVersion::running();
  console.print(fmt::format("Linux {}.{}\n", version.major, version.minor));
  std::string_view group;
  for (const bpf::Feature& feature : bpf::features()) {
    if (name(feature.group) != group) console.print(fmt::format("\n{}\n", group = name(feature.group)));
    const bpf::Support support = feature.probe(feature);
    console.print(fmt::format("  {:<3}  {}{}{}\n", support.yes ? "yes" : "no", feature.name,
                              support.reason.empty() ? "" : ": ", support.reason));
  }
  return kOk;
}

int doctor_verb(const Arguments& arguments, Console& console) {
  if (!arguments.operands.empty()) {
    console.error("doctor takes no operands; see `waggle doctor --help`");
    return kFailed;
  }
  return arguments.has("clean") ? clean(console) : examine(console);
}

constexpr std::array kOptions{
    Option{"clean", 0, "", "remove the tc filters that a killed waggle left behind"},
};
constexpr std::array kExamples{
    Example{"waggle doctor", "list the kernel's features with the reason for every no"},
};

}  // namespace

const Verb kDoctor{
    "doctor",    "say what this kernel and this user can do, and why not", "", "", kOptions, kExamples, Order::mixed,
    doctor_verb,
};

}  // namespace waggle::cli
