#include "waggle/cli/run_package.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/cli/presentation.hh"
#include "waggle/event/capture/recorder.hh"
#include "waggle/event/capture/wire.hh"
#include "waggle/loader/run.hh"
#include "waggle/loader/symbols.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"

namespace waggle::cli {
namespace {

struct Wishes {
  loader::Options loader;
  Presentation presentation;
  std::optional<std::chrono::nanoseconds> duration, timeout;
  std::string record;  // a file; "" for none
};

Result<void> apply(const Given& given, Wishes& wishes, Console& console) {
  const std::string_view name = given.option->name;
  WAGGLE_TRY(const bool taken, wishes.presentation.take(given));
  if (taken) return {};
  if (name == "duration") {
    WAGGLE_TRY(wishes.duration, parse_duration(given.value));
  } else if (name == "timeout") {
    WAGGLE_TRY(wishes.timeout, parse_duration(given.value));
  } else if (name == "record") {
    wishes.record = given.value;
  } else if (name == "verbose") {
    console.set_verbose(true);
  } else if (name == "dir" || name == "env" || name == "max-memory" || name == "no-cache" || name == "trace" ||
             name == "then" || name == "raw-events") {
    return Error(EINVAL, "is for guests; a package has no code outside the kernel");
  }
  WAGGLE_TRY(const bool known, loader::set_option(wishes.loader, name, given.value));
  static_cast<void>(known);
  return {};
}

Result<Wishes> wishes_of(const Arguments& arguments, Console& console) {
  Wishes wishes;
  for (const Given& given : arguments.options)
    WAGGLE_CHECK(apply(given, wishes, console).context("--" + std::string(given.option->name)));
  wishes.loader.arguments.assign(arguments.operands.begin() + 1, arguments.operands.end());
  wishes.loader.sample_interval = wishes.presentation.interval;
  return wishes;
}

// When the clock of bpf_ktime_get_ns, CLOCK_MONOTONIC, was 0.
event::WallTime boot_time() {
  timespec since{};
  ::clock_gettime(CLOCK_MONOTONIC, &since);
  return std::chrono::system_clock::now() - std::chrono::seconds(since.tv_sec) -
         std::chrono::nanoseconds(since.tv_nsec);
}

class FileOutput final : public event::Output {
 public:
  explicit FileOutput(UniqueFd file) : file_(std::move(file)) {}
  Result<void> write(std::string_view text) override { return write_all(file_.get(), as_bytes(text)); }

 private:
  UniqueFd file_;
};

// A recording is put behind what an earlier one left, and behind nothing else.
Result<void> check_is_capture(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::array<char, event::capture::kMagic.size()> begin{};
  const ssize_t count = ::pread(file.get(), begin.data(), begin.size(), 0);
  if (count < 0) return errno_error("reading what is there");
  if (count > 0 && std::string_view(begin.data(), static_cast<std::size_t>(count)) != event::capture::kMagic)
    return Error(EEXIST, "is there, and no capture of events");
  return {};
}

Result<std::unique_ptr<FileOutput>> open_record(const std::string& path) {
  if (path.empty()) return std::unique_ptr<FileOutput>();
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file) return errno_error(fmt::format("--record {}", path));
  WAGGLE_CHECK(check_is_capture(path).context(fmt::format("--record {}", path)));
  return std::make_unique<FileOutput>(std::move(file));
}

// What the buffers could not hold is said once, at the end.
void report_losses(loader::Tracer& tracer, Console& console) {
  const auto losses = tracer.losses();
  if (!losses.ok()) return console.warning(losses.error().message());
  for (const loader::Losses& each : *losses) {
    const std::uint64_t percent = each.capacity == 0 ? 0 : 100 * each.fullest / each.capacity;
    if (each.count && *each.count > 0)
      console.warning(
          fmt::format("{}{} events of '{}' were lost", each.exact ? "" : "at least ", *each.count, each.map));
    else if (!each.count && percent >= 90)
      console.warning(
          fmt::format("'{}' was {} % full at most: events may have been lost, unknown how many", each.map, percent));
    else if (!each.count)
      console.info(
          fmt::format("'{}' was {} % full at most; what it may have lost is unknown (--lost VAR)", each.map, percent));
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
  WAGGLE_TRY(const auto file, open_record(wishes.record));
  const std::optional<event::WallTime> boot = boot_time();
  std::optional<event::capture::Recorder> recorder;
  if (file) recorder.emplace(*file, boot);
  loader::Symbols symbols;
  const auto streams = tracer->streams();
  WAGGLE_CHECK(wishes.presentation.check_names(streams));
  if (recorder) WAGGLE_CHECK(recorder->announce(streams));
  WAGGLE_TRY(
      auto screen,
      Screen::open(
          wishes.presentation, output,
          {.streams = streams, .symbols = &symbols, .boot = &boot, .recorder = recorder ? &*recorder : nullptr}));
  // It also wakes for signals that ask for nothing: a terminal that changes its size, SIGCONT, what nohup ignores.
  const auto stopped = [&stop] {
    stop->calm();
    return stop->asked();
  };
  const loader::RunLimits limits{.stop = stop->wake_fd(),
                                 .stopped = stopped,
                                 .duration = wishes.duration ? wishes.duration : wishes.timeout,
                                 .interval = wishes.presentation.interval,
                                 .enough = [&screen] { return screen.enough(); }};
  event::Output* const drawings = wishes.presentation.is_for_people() ? &output : nullptr;
  auto ending = loader::run(*tracer, screen.sink(), limits, drawings);
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
