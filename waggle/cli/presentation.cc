#include "waggle/cli/presentation.hh"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/event/summary/count.hh"

namespace waggle::cli {
namespace {

// Home, and everything behind it away (ECMA-48).
constexpr std::string_view kClear = "\x1b[H\x1b[2J";

Result<std::uint64_t> number(std::string_view text) {
  auto value = parse_number<std::uint64_t>(text);
  if (!value.ok() || *value == 0) return Error(EINVAL, fmt::format("'{}' is no number of events", text));
  return value;
}

// Shows each interval on a screen of its own: `make` begins one.
class RedrawingSink final : public event::Sink {
 public:
  RedrawingSink(std::function<std::unique_ptr<event::Sink>()> make, event::Output& output)
      : make_(std::move(make)), output_(output) {}

  Result<void> write(const event::Event& event) override {
    if (!screen_) {
      WAGGLE_CHECK(output_.write(kClear));
      screen_ = make_();
    }
    return screen_->write(event);
  }
  Result<void> flush() override { return screen_ ? screen_->flush() : Result<void>(); }
  Result<void> end_interval(event::CutShort) override {
    WAGGLE_CHECK(finish());
    screen_.reset();
    return {};
  }
  Result<void> finish() override { return screen_ ? screen_->finish() : Result<void>(); }

 private:
  std::function<std::unique_ptr<event::Sink>()> make_;
  event::Output& output_;
  std::unique_ptr<event::Sink> screen_;
};

// Two sinks as one.
class TeeSink final : public event::Sink {
 public:
  TeeSink(event::Sink& other, std::unique_ptr<event::Sink> next) : other_(other), next_(std::move(next)) {}

  Result<void> write(const event::Event& event) override {
    WAGGLE_CHECK(other_.write(event));
    return next_->write(event);
  }
  Result<void> flush() override {
    WAGGLE_CHECK(other_.flush());
    return next_->flush();
  }
  Result<void> end_interval(event::CutShort cut_short) override { return next_->end_interval(cut_short); }
  Result<void> finish() override {
    WAGGLE_CHECK(other_.finish());
    return next_->finish();
  }

 private:
  event::Sink& other_;
  std::unique_ptr<event::Sink> next_;
};

event::SinkOptions sink_options(const Presentation& how, const Sources& sources) {
  event::SinkOptions options;
  winsize size{};
  options.terminal = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  if (options.terminal && size.ws_col > 0) options.width = size.ws_col, options.height = size.ws_row;
  options.rendering = {.symbols = sources.symbols, .boot = sources.boot, .utc = how.utc};
  return options;
}

}  // namespace

Result<void> StandardOutput::write(std::string_view text) { return write_all(STDOUT_FILENO, as_bytes(text)); }

Result<bool> Presentation::take(const Given& given) {
  const std::string_view name = given.option->name;
  if (name == "output") {
    WAGGLE_TRY(format, event::parse_format(given.value));
  } else if (name == "filter") {
    WAGGLE_TRY(filter, event::Filter::parse(given.value));
  } else if (name == "fields") {
    WAGGLE_TRY(fields, event::Selection::parse(given.value));
  } else if (name == "sort") {
    WAGGLE_TRY(order, event::parse_order(given.value));
  } else if (name == "top") {
    WAGGLE_TRY(top, number(given.value));
  } else if (name == "group") {
    WAGGLE_TRY(group, event::Selection::parse(given.value));
  } else if (name == "interval") {
    WAGGLE_TRY(interval, parse_duration(given.value));
    if (interval->count() == 0) return Error(EINVAL, "an interval takes time");
  } else if (name == "count") {
    WAGGLE_TRY(count, number(given.value));
  } else if (name == "utc") {
    utc = true;
  } else {
    return false;
  }
  return true;
}

Result<void> Presentation::check() const {
  if (top != 0 && !order && !group) return Error(EINVAL, "--top wants --sort FIELD, or --group: the first by what?");
  return {};
}

Result<void> Presentation::check_names(std::span<const event::Stream* const> streams) const {
  if (streams.empty()) return {};
  if (filter) WAGGLE_CHECK(filter->check(streams).context("--filter"));
  if (group) WAGGLE_CHECK(group->check(streams).context("--group"));
  const bool by_count = group && order && order->field == "count";
  if (order && !by_count) WAGGLE_CHECK(order->check(streams).context("--sort"));
  if (fields && !group) WAGGLE_CHECK(fields->check(streams).context("--fields"));
  return {};
}

bool Presentation::is_for_people() const {
  return format == event::Format::columns || format == event::Format::wide || format == event::Format::first_gen;
}

Result<Screen> Screen::open(const Presentation& how, event::Output& output, const Sources& sources) {
  WAGGLE_CHECK(how.check());
  Screen screen;
  for (const event::Stream* stream : sources.streams) screen.marks_->add(*stream);
  event::SinkOptions options = sink_options(how, sources);
  options.marks = screen.marks_.get();
  const auto make = [format = how.format, &output, options] { return event::make_sink(format, output, options); };
  const bool live = options.terminal && how.top != 0 && how.interval && how.is_for_people();
  std::unique_ptr<event::Sink> sink = live ? std::make_unique<RedrawingSink>(make, output) : make();
  const bool summarizes = how.order || how.top != 0 || how.group;
  const auto limit = [&] {
    auto limiting = std::make_unique<loader::LimitSink>(*how.count, std::move(sink));
    screen.limit_ = limiting.get();
    sink = std::move(limiting);
  };
  if (how.fields) {
    const auto shown = how.group ? std::span<const event::Stream* const>() : sources.streams;  // else there are counts
    sink = std::make_unique<event::SelectingSink>(event::Selected(*how.fields, shown), std::move(sink));
  }
  if (how.count && summarizes) limit();  // of what is shown
  if (how.order || how.top != 0)
    sink =
        std::make_unique<event::SortingSink>(how.order.value_or(event::Order{"count", true}), how.top, std::move(sink));
  if (how.group)
    sink = std::make_unique<event::CountingSink>(event::Selected(*how.group, sources.streams), std::move(sink));
  sink = std::make_unique<event::MarkingSink>(*screen.marks_, std::move(sink));
  if (sources.recorder != nullptr) sink = std::make_unique<TeeSink>(*sources.recorder, std::move(sink));
  if (how.count && !summarizes) limit();  // of what is recorded, too
  if (how.filter) sink = std::make_unique<event::FilterSink>(*how.filter, std::move(sink));
  screen.first_ = std::move(sink);
  return screen;
}

}  // namespace waggle::cli
