#include "waggle/loader/object.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>

#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/host.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/loader/kernel_types.hh"
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
  return Error(EINVAL,
               fmt::format("{}: the program has no variable for it (none of {})", option, fmt::join(names, ", ")));
}

// A program that filters by cgroup has a switch for it beside a map of cgroups, or compares with a cgroup's id, which
// is its folder's inode.
Result<void> set_cgroup(const Opened& opened, const std::string& path) {
  if (path.empty()) return {};
  const auto maps = opened.spec.maps();
  const bool has_map = std::ranges::any_of(
      maps, [](const bpf::MapSpec& map) { return bpf::map_type_name(map.shape().type) == "cgroup_array"; });
  for (const std::string_view name : {"filter_cgroup", "filter_cg", "filter_memcg", "use_cgroup"})
    if (has_map && opened.globals.find(name) != nullptr) return opened.globals.set(name, "true", opened.spec);
  if (has_map) return {};
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return errno_error("--cgroup " + path);
  return set_filter(
      opened, "--cgroup", std::to_string(about.st_ino),
      {"target_cgroup", "targ_cgroup", "filter_cgroup_id", "target_cgid", "targ_cgid", "cgroup_id", "cgid"});
}

Result<void> set_variables(const Opened& opened, const package::Package& package, const Options& options) {
  WAGGLE_CHECK(opened.globals.apply(package, options.arguments, opened.spec));
  WAGGLE_CHECK(set_filter(opened, "--pid", options.pid,
                          {"target_pid", "targ_pid", "filter_pid", "filtered_pid", "pid_target", "targ_tgid",
                           "target_tgid", "tgid", "pid"}));
  WAGGLE_CHECK(set_cgroup(opened, options.cgroup));
  return set_filter(opened, "--comm", options.comm, {"target_comm", "targ_comm", "filter_comm", "comm"});
}

Result<void> configure_programs(const Opened& opened, const Options& options, const std::vector<Refused>& refused) {
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
  return {};
}

// Everything that must be said before the load.
Result<void> configure(const Opened& opened, const package::Package& package, const Options& options,
                       const std::vector<Refused>& refused) {
  WAGGLE_CHECK(set_variables(opened, package, options));
  WAGGLE_CHECK(resize(opened.spec, options.map_sizes, "--map-size", &bpf::MapSpec::set_max_entries));
  WAGGLE_CHECK(resize(opened.spec, options.value_sizes, "--value-size", &bpf::MapSpec::set_value_size));
  return configure_programs(opened, options, refused);
}

std::vector<MapTypes> map_types(const bpf::ObjectSpec& spec) {
  std::vector<MapTypes> all;
  for (const bpf::MapSpec map : spec.maps()) all.push_back({std::string(map.name()), map.key_type(), map.value_type()});
  return all;
}

std::size_t autoloaded(const bpf::ObjectSpec& spec) {
  const auto programs = spec.programs();
  return static_cast<std::size_t>(std::ranges::count_if(programs, &bpf::Program::autoload));
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

namespace {

// Types of the kernel from the package, where neither user nor kernel bring them.
Result<std::optional<TypesFile>> types_for_kernel(const package::Package& package, Options& options, Log& log) {
  if (!options.kernel_btf.empty() || package.kernels.empty() || bpf::has_kernel_btf())
    return std::optional<TypesFile>();
  const KernelName name = KernelName::running();
  const package::KernelTypes* const types = choose(package.kernels, name);
  if (types == nullptr)
    return Error(ENOENT, fmt::format("the package has no types for this kernel ({} {}, {} {}), which has none itself",
                                     name.id, name.version_id, name.release, name.machine));
  log.info(fmt::format("the kernel's types are the package's: {}", types->release));
  WAGGLE_TRY(TypesFile file, as_file(*types));
  options.kernel_btf = file.path;
  return std::optional<TypesFile>(std::move(file));
}

}  // namespace

Result<Loaded> load_object(const package::Package& package, const Options& wishes, Log& log) {
  Options options = wishes;
  WAGGLE_TRY(const auto kernel_types, types_for_kernel(package, options, log));
  std::vector<Refused> refused;
  const bpf::LoadOptions how{.allow_pins = options.policy.grants.contains(policy::Grant::pin)};
  for (;;) {
    WAGGLE_TRY(Opened opened, open_object(package, options));
    WAGGLE_CHECK(configure(opened, package, options, refused));
    disable_twins(opened.spec.programs(), refused, log);
    const std::size_t wanted = autoloaded(opened.spec);
    const std::vector<std::string> twins = with_twins(opened.spec.programs());
    std::vector<MapTypes> maps = map_types(opened.spec);
    auto object = bpf::Object::load(std::move(opened.spec), how);
    if (object.ok())
      return Loaded{std::move(*object), std::move(opened.types), std::move(opened.globals), std::move(maps),
                    std::move(refused)};
    std::string program = bpf::refused_program(object.error());
    const bool again = std::ranges::find(refused, program, &Refused::program) != refused.end();
    const bool last = wanted == 1 && std::ranges::find(twins, program) == twins.end();
    if (program.empty() || again || last || options.strict) return std::move(object).error();
    log.warning(fmt::format("{}; going on without it (--strict makes this an error)", object.error().message()));
    refused.push_back({std::move(program), object.error().message()});
  }
}

}  // namespace waggle::loader
