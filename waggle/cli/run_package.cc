#include "waggle/cli/run_package.hh"

#include <fmt/format.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/run.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"

namespace waggle::cli {
namespace {

struct Wishes {
  loader::Options loader;
  event::Format format = event::Format::columns;
  std::optional<std::chrono::nanoseconds> duration, timeout;
  std::optional<std::uint64_t> count;
};

template <std::integral T>
Result<T> number(const Given& given) {
  auto value = parse_number<T>(given.value);
  if (!value.ok()) return Error(EINVAL, fmt::format("'{}' is no number that fits", given.value));
  return value;
}

Result<void> apply_loading(const Given& given, loader::Options& options) {
  const std::string_view name = given.option->name;
  if (name == "attach") options.attach.push_back(given.value);
  else if (name == "type") options.types.push_back(given.value);
  else if (name == "map") options.map_values.push_back(given.value);
  else if (name == "map-size") options.map_sizes.push_back(given.value);
  else if (name == "value-size") options.value_sizes.push_back(given.value);
  else if (name == "btf") options.kernel_btf = given.value;
  else if (name == "pid") options.pid = given.value;
  else if (name == "comm") options.comm = given.value;
  else if (name == "cgroup") options.cgroup = given.value;
  else if (name == "strict") options.strict = true;
  else if (name == "perf-pages") {
    WAGGLE_TRY(options.perf_pages, number<std::uint32_t>(given));
  } else if (name == "allow") {
    WAGGLE_TRY(const auto grants, policy::parse_grants(given.value));
    options.policy.grants.add(grants);
  } else if (name == "deny") {
    WAGGLE_TRY(const auto grants, policy::parse_grants(given.value));
    options.policy.grants.remove(grants);
  }
  return {};
}

Result<void> apply(const Given& given, Wishes& wishes, Console& console) {
  const std::string_view name = given.option->name;
  if (name == "output") {
    WAGGLE_TRY(wishes.format, event::parse_format(given.value));
  } else if (name == "duration") {
    WAGGLE_TRY(wishes.duration, parse_duration(given.value));
  } else if (name == "timeout") {
    WAGGLE_TRY(wishes.timeout, parse_duration(given.value));
  } else if (name == "count") {
    WAGGLE_TRY(wishes.count, number<std::uint64_t>(given));
  } else if (name == "verbose") {
    console.set_verbose(true);
  } else if (name == "dir" || name == "env" || name == "max-memory" || name == "no-cache" || name == "trace") {
    return Error(EINVAL, "is for guests; a package has no code outside the kernel");
  }
  return apply_loading(given, wishes.loader);
}

Result<Wishes> wishes_of(const Arguments& arguments, Console& console) {
  Wishes wishes;
  for (const Given& given : arguments.options)
    WAGGLE_CHECK(apply(given, wishes, console).context("--" + std::string(given.option->name)));
  wishes.loader.arguments.assign(arguments.operands.begin() + 1, arguments.operands.end());
  return wishes;
}

// Standard output, unbuffered: the sinks have buffers of their own.
class StandardOutput final : public event::Output {
 public:
  Result<void> write(std::string_view text) override { return write_all(STDOUT_FILENO, as_bytes(text)); }
};

event::SinkOptions sink_options(const loader::Tracer& tracer) {
  event::SinkOptions options;
  options.several = tracer.several();
  winsize size{};
  options.terminal = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  if (options.terminal && size.ws_col > 0) options.width = size.ws_col, options.height = size.ws_row;
  return options;
}

// What the buffers could not hold is said once, at the end.
void report_losses(const loader::Tracer& tracer, Console& console) {
  const auto losses = tracer.losses();
  if (!losses.ok()) return console.warning(losses.error().message());
  for (const loader::Losses& each : *losses) {
    if (each.count && *each.count > 0)
      console.warning(fmt::format("{}{} events of '{}' were lost", each.exact ? "" : "at least ", *each.count, each.map));
    else if (!each.count)
      console.info(fmt::format("'{}' was {} % full at most; nobody counts what a full ring buffer loses", each.map,
                               each.capacity == 0 ? 0 : 100 * each.fullest / each.capacity));
  }
}

int exit_code(loader::Ending ending, const sys::Stop& stop, const Wishes& wishes) {
  if (ending == loader::Ending::stopped) return kSignal + stop.signal();
  const bool timed_out = ending == loader::Ending::duration && wishes.timeout && !wishes.duration;
  return timed_out ? kTimedOut : kOk;
}

Result<int> trace(const package::Package& package, const Wishes& wishes, Console& console) {
  WAGGLE_TRY(const auto stop, sys::Stop::create());
  WAGGLE_TRY(const auto signals, sys::Signals::catch_for(*stop));
  StandardOutput output;
  const auto print = [&output](std::string_view text) { static_cast<void>(output.write(text)); };
  WAGGLE_TRY(const auto tracer, loader::Tracer::start(package, wishes.loader, print, console));
  const auto sink = event::make_sink(wishes.format, output, sink_options(*tracer));
  const loader::RunLimits limits{.stop = stop->wake_fd(),
                                 .duration = wishes.duration ? wishes.duration : wishes.timeout,
                                 .count = wishes.count};
  auto ending = loader::run(*tracer, *sink, limits);
  if (!ending.ok() && ending.error().code() == EPIPE) return kSignal + SIGPIPE;
  if (!ending.ok()) return std::move(ending).error();
  report_losses(*tracer, console);
  return exit_code(*ending, *stop, wishes);
}

Result<int> print_about(const package::Package& package, const Wishes& wishes, Console& console) {
  if (loader::asks_for_help(wishes.loader.arguments)) {
    WAGGLE_TRY(const loader::Opened opened, loader::open_object(package, wishes.loader));
    console.print(loader::help_of(package, opened.globals));
  } else {
    console.print(fmt::format("{} {}\n", package.name, package.version.empty() ? "0.1.0" : package.version));
  }
  return kOk;
}

Result<int> run(const Arguments& arguments, const package::Package& package, Console& console) {
  WAGGLE_TRY(const Wishes wishes, wishes_of(arguments, console));
  const auto& words = wishes.loader.arguments;
  if (loader::asks_for_help(words) || loader::asks_for_version(words)) return print_about(package, wishes, console);
  console.info(fmt::format("'{}' is {}", arguments.operands.front(), package::name(package.format)));
  return trace(package, wishes, console);
}

}  // namespace

int run_package(const Arguments& arguments, Bytes content, Console& console) {
  const auto package = package::open(content, arguments.operands.front());
  if (!package.ok()) return console.error(package.error().message()), kNotRunnable;
  const auto code = run(arguments, *package, console);
  if (code.ok()) return *code;
  console.error(code.error().message());
  if (const auto* refused = code.error().detail<bpf::VerifierError>(); refused != nullptr && !refused->log.empty())
    console.error("the verifier's log:\n" + refused->log);
  return code.error().code() == ENOEXEC ? kNotRunnable : kFailed;
}

}  // namespace waggle::cli
