// `waggle replay`: recorded events, through the same filters and formats, on any machine.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <functional>

#include "waggle/base/strings.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/presentation.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/event/capture/reader.hh"
#include "waggle/event/capture/replay.hh"
#include "waggle/event/capture/survey.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"
#include "waggle/sys/wait.hh"

namespace waggle::cli {
namespace {

Result<UniqueFd> open_recording(const std::string& path) {
  if (path == "-") return UniqueFd::duplicate(STDIN_FILENO);
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return errno_error(path);
  return file;
}

// A file, or a pipe that somebody still records into. A request to stop ends the reading with EINTR.
class FileInput final : public event::Input {
 public:
  // Borrows both.
  FileInput(const UniqueFd& file, sys::Stop& stop) : file_(file), stop_(stop) {}

  // Asked for before it waits.
  void on_idle(std::function<Result<void>()> idle) { idle_ = std::move(idle); }

  Result<std::size_t> read(MutableBytes into) override {
    auto ready = sys::wait_for(stop_, file_.get(), POLLIN, sys::kNow);
    if (!ready.ok() && ready.error().code() == EAGAIN) {
      if (idle_) WAGGLE_CHECK(idle_());
      ready = sys::wait_for(stop_, file_.get(), POLLIN, sys::kForever);
    }
    if (!ready.ok()) return std::move(ready).error();
    const ssize_t count = ::read(file_.get(), into.data(), into.size());
    return count < 0 ? Result<std::size_t>(Error(errno)) : static_cast<std::size_t>(count);
  }

 private:
  const UniqueFd& file_;
  sys::Stop& stop_;
  std::function<Result<void>()> idle_;
};

// The streams of a file, which is then read from its beginning again: lines are marked, and names checked, by all of
// them. None of a pipe.
Result<std::vector<event::Stream>> survey(const UniqueFd& file, sys::Stop& stop) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Error(errno);
  if (!S_ISREG(status.st_mode)) return std::vector<event::Stream>();
  const off_t begin = ::lseek(file.get(), 0, SEEK_CUR);
  FileInput input(file, stop);
  const auto go_on = [&stop] { return stop.asked() ? Error(EINTR) : Result<void>(); };
  WAGGLE_TRY(auto streams, event::capture::survey(input, go_on));
  if (::lseek(file.get(), begin, SEEK_SET) < 0) return Error(errno);
  return streams;
}

// A screen that is opened when the first event comes: of a pipe some streams are known then.
class ReplayScreen final : public event::Sink {
 public:
  // `known`: streams of a survey.
  ReplayScreen(const Presentation& how, event::Output& output, const event::capture::Reader& reader,
               std::span<const event::Stream* const> known)
      : how_(how), output_(output), reader_(reader), known_(known) {}

  [[nodiscard]] bool enough() const { return screen_ && screen_->enough(); }

  Result<void> write(const event::Event& event) override {
    if (!screen_) WAGGLE_CHECK(open());
    return screen_->sink().write(event);
  }
  Result<void> flush() override { return screen_ ? screen_->sink().flush() : Result<void>(); }
  Result<void> end_interval(event::CutShort cut_short) override {
    return screen_ ? screen_->sink().end_interval(cut_short) : Result<void>();
  }
  Result<void> finish() override {
    if (!screen_) WAGGLE_CHECK(open());
    return screen_->sink().finish();
  }

 private:
  Result<void> open() {
    const auto read = reader_.streams();
    const auto streams = known_.empty() ? std::span<const event::Stream* const>(read) : known_;
    WAGGLE_TRY(auto screen, Screen::open(how_, output_, {.streams = streams, .boot = &reader_.boot()}));
    screen_.emplace(std::move(screen));
    return {};
  }

  const Presentation& how_;
  event::Output& output_;
  const event::capture::Reader& reader_;
  std::span<const event::Stream* const> known_;
  std::optional<Screen> screen_;
};

struct Wishes {
  Presentation presentation;
  double speed = 0;
};

Result<Wishes> wishes_of(const Arguments& arguments) {
  Wishes wishes;
  for (const Given& given : arguments.options) {
    auto taken = wishes.presentation.take(given);
    if (!taken.ok()) return std::move(taken).error().context("--" + std::string(given.option->name));
    if (given.option->name != "speed") continue;
    const auto [end, error] =
        std::from_chars(given.value.data(), given.value.data() + given.value.size(), wishes.speed);
    const bool whole = error == std::errc{} && end == given.value.data() + given.value.size();
    if (!whole || !(wishes.speed > 0)) return Error(EINVAL, fmt::format("--speed: '{}' is no speed", given.value));
  }
  return wishes;
}

Result<void> check_names(const Presentation& how, std::span<const event::Stream* const> streams) {
  const auto checked = how.check_names(streams);
  return checked.ok() ? Result<void>() : Error(EINVAL, checked.error().message());  // it is no file that is missing
}

Result<int> replay(const Wishes& wishes, const std::string& path, sys::Stop& stop, Console& console) {
  WAGGLE_TRY(const UniqueFd file, open_recording(path));
  WAGGLE_TRY(const std::vector<event::Stream> surveyed, survey(file, stop).context(path));
  std::vector<const event::Stream*> known;
  known.reserve(surveyed.size());
  for (const event::Stream& stream : surveyed) known.push_back(&stream);
  WAGGLE_CHECK(check_names(wishes.presentation, known).context(path));
  FileInput input(file, stop);
  WAGGLE_TRY(event::capture::Reader reader, event::capture::Reader::open(input).context(path));
  StandardOutput output;
  ReplayScreen screen(wishes.presentation, output, reader, known);
  input.on_idle([&screen] { return screen.flush(); });
  const sys::Time begin = sys::Clock::now();
  const auto go_on = [&]() -> Result<void> {
    if (screen.enough()) return Error(ECANCELED);
    return stop.asked() ? Error(EINTR) : Result<void>();
  };
  const auto wait_until = [&](std::chrono::nanoseconds since) -> Result<void> {
    const auto waited = sys::wait(stop, {}, begin + std::chrono::duration_cast<sys::Clock::duration>(since));
    return waited.ok() ? Result<void>() : Error(waited.error().code());
  };
  const event::capture::Pace pace{
      .interval = wishes.presentation.interval, .speed = wishes.speed, .go_on = go_on, .wait_until = wait_until};
  const auto done = event::capture::replay(reader, screen, pace);
  if (!done.ok() && done.error().code() == EPIPE) return kSignal + SIGPIPE;
  const auto finished = done.ok() ? Result<void>() : screen.finish();  // what came before is shown
  if (!done.ok() && stop.asked()) return finished.ok() ? kSignal + stop.signal() : kFailed;
  if (!done.ok() && done.error().code() == ECANCELED) return finished.ok() ? kOk : kFailed;
  if (!reader.remark().empty()) console.warning(fmt::format("{}: {}", path, reader.remark()));
  if (!done.ok()) return Error(EINVAL, done.error().message()).context(path);
  WAGGLE_CHECK(check_names(wishes.presentation, reader.streams()).context(path));  // of a pipe all are known now
  return kOk;
}

Result<int> replay(const Arguments& arguments, Console& console) {
  WAGGLE_TRY(const Wishes wishes, wishes_of(arguments));
  WAGGLE_TRY(const auto stop, sys::Stop::create());
  WAGGLE_TRY(const auto signals, sys::Signals::catch_for(*stop));
  auto code = replay(wishes, arguments.operands.front(), *stop, console);
  if (!code.ok() && stop->asked()) return kSignal + stop->signal();
  return code;
}

int run_verb(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() != 1) return console.error("which file? see `waggle replay --help`"), kFailed;
  const auto code = replay(arguments, console);
  if (code.ok()) return *code;
  console.error(code.error().message());
  return code.error().code() == ENOENT ? kNotFound : kFailed;
}

constexpr auto kOptions = [] {
  std::array<Option, kPresentationOptions.size() + 1> all{};
  *std::ranges::copy(kPresentationOptions, all.begin()).out =
      Option{"speed", 0, "X", "1: as they came; 10: ten times as fast; else at once"};
  return all;
}();

constexpr std::array kExamples{
    Example{"waggle replay -o jsonl events.waggle", "what `waggle run --record events.waggle ...` saw"},
};

}  // namespace

const Verb kReplay{
    "replay",     "show recorded events again",
    "FILE|-",     "FILE was written by `waggle run --record`. Needs neither root nor BPF.",
    kOptions,     kExamples,
    Order::mixed, run_verb,
};

}  // namespace waggle::cli
