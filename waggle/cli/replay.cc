// `waggle replay`: recorded events, through the same filters and formats, on any machine.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <charconv>

#include "waggle/base/strings.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/presentation.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/event/capture/reader.hh"
#include "waggle/event/capture/replay.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"
#include "waggle/sys/wait.hh"

namespace waggle::cli {
namespace {

class FileInput final : public event::Input {
 public:
  static Result<FileInput> open(const std::string& path) {
    if (path == "-") {
      WAGGLE_TRY(UniqueFd standard, UniqueFd::duplicate(STDIN_FILENO));
      return FileInput(std::move(standard));
    }
    UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return errno_error(path);
    return FileInput(std::move(file));
  }
  FileInput(FileInput&& other) noexcept : file_(std::move(other.file_)) {}

  Result<std::size_t> read(MutableBytes into) override {
    for (;;) {
      const ssize_t count = ::read(file_.get(), into.data(), into.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return Error(errno);
    }
  }

 private:
  explicit FileInput(UniqueFd file) : file_(std::move(file)) {}
  UniqueFd file_;
};

// A screen that is opened when the first event comes, for then it is known which fields there are.
class ReplayScreen final : public event::Sink {
 public:
  ReplayScreen(const Presentation& how, event::Output& output, const event::capture::Reader& reader)
      : how_(how), output_(output), reader_(reader) {}

  [[nodiscard]] bool enough() const { return screen_ && screen_->enough(); }

  Result<void> write(const event::Event& event) override {
    if (!screen_) WAGGLE_CHECK(open());
    return screen_->sink().write(event);
  }
  Result<void> flush() override { return screen_ ? screen_->sink().flush() : Result<void>(); }
  Result<void> end_interval(event::CutShort cut) override {
    return screen_ ? screen_->sink().end_interval(cut) : Result<void>();
  }
  Result<void> finish() override {
    if (!screen_) WAGGLE_CHECK(open());
    return screen_->sink().finish();
  }

 private:
  Result<void> open() {
    const auto streams = reader_.streams();
    WAGGLE_TRY(auto screen, Screen::open(how_, output_, {.streams = streams, .boot = &reader_.boot()}));
    screen_.emplace(std::move(screen));
    return {};
  }

  const Presentation& how_;
  event::Output& output_;
  const event::capture::Reader& reader_;
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

Result<int> replay(const Arguments& arguments, Console& console) {
  WAGGLE_TRY(const Wishes wishes, wishes_of(arguments));
  WAGGLE_TRY(FileInput input, FileInput::open(arguments.operands.front()));
  WAGGLE_TRY(auto reader, event::capture::Reader::open(input).context(arguments.operands.front()));
  WAGGLE_TRY(const auto stop, sys::Stop::create());
  WAGGLE_TRY(const auto signals, sys::Signals::catch_for(*stop));
  StandardOutput output;
  ReplayScreen screen(wishes.presentation, output, reader);
  const sys::Time begin = sys::Clock::now();
  const auto wait = [&](std::chrono::nanoseconds since) -> Result<void> {
    if (screen.enough()) return Error(ECANCELED);
    const auto waited = sys::wait(*stop, {}, begin + std::chrono::duration_cast<sys::Clock::duration>(since));
    if (!waited.ok()) return Error(waited.error().code());
    return {};
  };
  const event::capture::Pace pace{
      .interval = wishes.presentation.interval, .speed = wishes.speed, .wait_until = wait};
  const auto done = event::capture::replay(reader, screen, pace);
  if (!done.ok() && stop->asked()) return screen.finish().ok() ? kSignal + stop->signal() : kFailed;
  if (!done.ok() && done.error().code() == ECANCELED) return screen.finish().ok() ? kOk : kFailed;
  if (!done.ok() && done.error().code() == EPIPE) return kSignal + SIGPIPE;
  if (!done.ok()) return Error(EINVAL, done.error().message()).context(arguments.operands.front());
  if (!reader.remark().empty()) console.warning(fmt::format("{}: {}", arguments.operands.front(), reader.remark()));
  return kOk;
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
