#include "waggle/loader/attaching.hh"

#include <fmt/format.h>
#include <net/if.h>

#include <algorithm>
#include <array>

#include "waggle/loader/requests.hh"

namespace waggle::loader {
namespace {

using bpf::AttachKind;

Result<std::string> interface_name(unsigned index) {
  std::array<char, IF_NAMESIZE> name{};
  if (::if_indextoname(index, name.data()) == nullptr)
    return Error(ENODEV, fmt::format("the package wants network interface {}, which is not here", index));
  return std::string(name.data());
}

// Where the package says a program attaches. Packages in JSON rely on what their loaders did without a word: tc and XDP
// on the loopback, samples of a CPU once a second; an object file says nothing.
Result<std::string> package_target(const package::Package& package, const bpf::Program& program, AttachKind kind) {
  if (package.format == package::Format::object) return std::string();
  const package::Program* const words = package.program(program.name());
  const package::Program said = words != nullptr ? *words : package::Program{};
  if (!said.target.empty()) return said.target;
  if (kind == AttachKind::tc) {
    const package::TrafficHook hook = said.hook.value_or(package::TrafficHook{});
    WAGGLE_TRY(const std::string name, interface_name(hook.interface));
    const std::string place = fmt::format("{}:{}", name, hook.egress ? "egress" : "ingress");
    return hook.priority ? fmt::format("{},prio={}", place, *hook.priority) : place;
  }
  if (kind == AttachKind::xdp) return interface_name(said.interface.value_or(1));
  if (kind == AttachKind::perf_event) return std::string("software:cpu-clock@1");
  return std::string();
}

class Attacher {
 public:
  Attacher(Loaded& loaded, const package::Package& package, const AttachRequests& requests, const bpf::TextSink& text)
      : object_(loaded.object), package_(package), requests_(requests), text_(text) {}

  // The place, for the log; "" where the section says it.
  Result<bpf::Link> attach(const bpf::Program& program, std::string& place) {
    WAGGLE_TRY(const AttachKind kind, bpf::attach_kind(program));
    const std::string* const wanted = requests_.target(program.name());
    if (wanted != nullptr) place = *wanted;
    else {
      WAGGLE_TRY(place, package_target(package_, program, kind));
    }
    // A target that was set before the load is part of the program now.
    if (place.empty() || kind == AttachKind::compiled_in) return bpf::attach(object_, program, text_);
    WAGGLE_TRY(const bpf::Target target, bpf::Target::parse(kind, place));
    return bpf::attach(object_, program, target, text_);
  }

 private:
  bpf::Object& object_;
  const package::Package& package_;
  const AttachRequests& requests_;
  const bpf::TextSink& text_;
};

bool wants_attaching(const package::Package& package, const bpf::Program& program) {
  const package::Program* const words = package.program(program.name());
  return program.fd() >= 0 && (words == nullptr || words->attached);
}

bool is_struct_ops(const bpf::Program& program) {
  const auto kind = bpf::attach_kind(program);
  return kind.ok() && *kind == AttachKind::struct_ops;
}

// The programs of a table attach as the table does, once.
Result<std::vector<bpf::Link>> attach_tables(Loaded& loaded, const bpf::TextSink& text, Log& log) {
  std::vector<bpf::Link> links;
  const auto programs = loaded.object.programs();
  const auto member = std::ranges::find_if(programs, is_struct_ops);
  if (member == programs.end() || member->fd() < 0) return links;
  for (const bpf::Map& map : loaded.object.maps()) {
    if (bpf::map_type_name(map.info().type) != "struct_ops") continue;
    WAGGLE_TRY(const auto target, bpf::Target::parse(AttachKind::struct_ops, map.info().name));
    WAGGLE_TRY(auto link, bpf::attach(loaded.object, *member, target, text));
    links.push_back(std::move(link));
    log.info(fmt::format("attached the table '{}'", map.info().name));
  }
  return links;
}

}  // namespace

Result<std::vector<bpf::Link>> attach_all(Loaded& loaded, const package::Package& package, const Options& options,
                                          const bpf::TextSink& text, Log& log) {
  WAGGLE_CHECK(options.policy.check(policy::Grant::attach));
  WAGGLE_TRY(const AttachRequests requests, AttachRequests::parse(options.attach, loaded.object.programs()));
  WAGGLE_TRY(std::vector<bpf::Link> links, attach_tables(loaded, text, log));
  Attacher attacher(loaded, package, requests, text);
  std::string first_failure;
  for (const bpf::Program& program : loaded.object.programs()) {
    if (!wants_attaching(package, program) || is_struct_ops(program)) continue;
    std::string place;
    auto link = attacher.attach(program, place);
    if (link.ok()) {
      links.push_back(std::move(*link));
      log.info(
          fmt::format("attached {} ({}){}{}", program.name(), program.section(), place.empty() ? "" : " to ", place));
      continue;
    }
    const bool asked = requests.target(program.name()) != nullptr;
    if (options.strict || asked) return std::move(link).error();
    const std::string reason = fmt::format("program '{}' is not attached: {}", program.name(), link.error().message());
    log.warning(reason);
    if (first_failure.empty()) first_failure = reason;
  }
  if (links.empty() && !first_failure.empty())
    return Error(EOPNOTSUPP, fmt::format("nothing of '{}' is attached; --attach PROG=TARGET says where", package.name));
  return links;
}

}  // namespace waggle::loader
