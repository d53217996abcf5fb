#include "waggle/loader/object.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/loader/requests.hh"
#include "waggle/loader/twins.hh"

namespace waggle::loader {
namespace {

std::optional<bpf::MapSpec> find_map(const bpf::ObjectSpec& spec, std::string_view name) {
  for (const bpf::MapSpec map : spec.maps())
    if (map.name() == name) return map;
  return std::nullopt;
}

// "NAME=NUMBER" for one of two sizes of a map.
Result<void> resize(const bpf::ObjectSpec& spec, const std::vector<std::string>& wishes, std::string_view option,
                    Result<void> (bpf::MapSpec::*set)(std::uint32_t) const) {
  for (const std::string& wish : wishes) {
    WAGGLE_TRY(const Request request, parse_request(wish, option));
    const auto map = find_map(spec, request.name);
    if (!map) return Error(ENOENT, fmt::format("{} {}: the object has no map '{}'", option, wish, request.name));
    const auto size = parse_size(request.value);
    if (!size.ok() || *size > UINT32_MAX) return Error(EINVAL, fmt::format("{} {}: which size?", option, wish));
    WAGGLE_CHECK(((*map).*set)(static_cast<std::uint32_t>(*size)).context(option));
  }
  return {};
}

// --pid and its like need a variable that does it; the names are those that tools have.
Result<void> set_filter(const Opened& opened, std::string_view option, const std::string& value,
                        std::initializer_list<std::string_view> names) {
  if (value.empty()) return {};
  for (const std::string_view name : names)
    if (opened.globals.find(name) != nullptr) return opened.globals.set(name, value, opened.spec).context(option);
  return Error(EINVAL, fmt::format("{}: the program has no variable for it (none of {})", option,
                                   fmt::join(names, ", ")));
}

Result<void> set_variables(const Opened& opened, const package::Package& package, const Options& options) {
  WAGGLE_CHECK(opened.globals.apply(package, options.arguments, opened.spec));
  WAGGLE_CHECK(set_filter(opened, "--pid", options.pid,
                          {"target_pid", "targ_pid", "filter_pid", "filtered_pid", "pid_target", "targ_tgid", "target_tgid", "tgid", "pid"}));
  return set_filter(opened, "--comm", options.comm, {"target_comm", "targ_comm", "filter_comm", "comm"});
}

Result<void> configure_programs(const Opened& opened, const package::Package& package, const Options& options,
                                const std::vector<Refused>& refused) {
  WAGGLE_TRY(const AttachRequests requests, AttachRequests::parse(options.attach, opened.spec.programs()));
  for (const bpf::Program program : opened.spec.programs()) {
    const std::string* const target = requests.target(program.name());
    const auto is_this = [&](const Refused& each) { return each.program == program.name(); };
    if (requests.is_off(program.name()) || std::ranges::any_of(refused, is_this)) program.set_autoload(false);
    else if (target != nullptr) program.set_autoload(true);
    const auto kind = bpf::attach_kind(program);
    if (target != nullptr && kind.ok() && *kind == bpf::AttachKind::compiled_in)
      WAGGLE_CHECK(program.set_attach_target(*target));
  }
  static_cast<void>(package);
  return {};
}

// Everything that must be said before the load.
Result<void> configure(const Opened& opened, const package::Package& package, const Options& options,
                       const std::vector<Refused>& refused) {
  WAGGLE_CHECK(set_variables(opened, package, options));
  WAGGLE_CHECK(resize(opened.spec, options.map_sizes, "--map-size", &bpf::MapSpec::set_max_entries));
  WAGGLE_CHECK(resize(opened.spec, options.value_sizes, "--value-size", &bpf::MapSpec::set_value_size));
  return configure_programs(opened, package, options, refused);
}

std::vector<MapTypes> map_types(const bpf::ObjectSpec& spec) {
  std::vector<MapTypes> all;
  for (const bpf::MapSpec map : spec.maps())
    all.push_back({std::string(map.name()), map.key_type(), map.value_type()});
  return all;
}

bool loads_anything(const bpf::ObjectSpec& spec) {
  const auto programs = spec.programs();
  return programs.empty() || std::ranges::any_of(programs, &bpf::Program::autoload);
}

// An empty BTF: a header and a string section with one NUL.
btf::Types no_types() {
  constexpr std::uint8_t kEmpty[] = {0x9f, 0xeb, 1, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
  return btf::Types::parse(std::as_bytes(std::span(kEmpty))).value();
}

}  // namespace

Result<Opened> open_object(const package::Package& package, const Options& options) {
  WAGGLE_TRY(auto spec, bpf::ObjectSpec::open(package.object, package.name, {.kernel_btf = options.kernel_btf}));
  btf::Types types = no_types();
  if (!spec.btf().empty()) {
    auto parsed = btf::Types::parse(spec.btf());
    if (!parsed.ok()) return std::move(parsed).error().context(package.name);
    types = std::move(parsed).value();
  }
  Globals globals = Globals::of(spec, types, package);
  return Opened{std::move(spec), std::move(types), std::move(globals)};
}

Result<Loaded> load_object(const package::Package& package, const Options& options, Log& log) {
  std::vector<Refused> refused;
  const bpf::LoadOptions how{.allow_pins = options.policy.grants.contains(policy::Grant::pin)};
  for (;;) {
    WAGGLE_TRY(Opened opened, open_object(package, options));
    WAGGLE_CHECK(configure(opened, package, options, refused));
    disable_twins(opened.spec.programs(), refused, log);
    if (!refused.empty() && !loads_anything(opened.spec))
      return Error(EPERM, fmt::format("no program of '{}' can be loaded; {}", package.name, refused.front().reason));
    std::vector<MapTypes> maps = map_types(opened.spec);
    auto object = bpf::Object::load(std::move(opened.spec), how);
    if (object.ok())
      return Loaded{std::move(*object), std::move(opened.types), std::move(maps), std::move(refused)};
    std::string program = bpf::refused_program(object.error());
    const bool again = std::ranges::find(refused, program, &Refused::program) != refused.end();
    if (program.empty() || again || options.strict) return std::move(object).error();
    log.warning(fmt::format("{}; going on without it (--strict makes this an error)", object.error().message()));
    refused.push_back({std::move(program), object.error().message()});
  }
}

}  // namespace waggle::loader
