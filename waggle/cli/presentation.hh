// How events are shown: the options that `run` and `replay` share, and the row of sinks that they make.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "waggle/cli/verb.hh"
#include "waggle/event/filter/filter.hh"
#include "waggle/event/mark.hh"
#include "waggle/event/selection.hh"
#include "waggle/event/sink.hh"
#include "waggle/event/summary/sort.hh"
#include "waggle/loader/limit.hh"

namespace waggle::cli {

inline constexpr std::array kPresentationOptions{
    Option{"output", 'o', "FORMAT", "columns wide json jsonl csv raw first-gen first-gen-json; in UTC"},
    Option{"utc", 0, "", "columns wide json jsonl csv raw first-gen first-gen-json; in UTC"},
    Option{"filter", 0, "EXPR", "only events like 'pid==1 && comm~\"ba\"'; only these members"},
    Option{"fields", 0, "A,B,-C", "only events like 'pid==1 && comm~\"ba\"'; only these members"},
    Option{"sort", 0, "FIELD[:desc]", "order, cut or count what an interval brings"},
    Option{"top", 0, "N", "order, cut or count what an interval brings"},
    Option{"group", 0, "A,B", "order, cut or count what an interval brings"},
    Option{"interval", 0, "DUR", "of --sort, --top, --group, and of all sampled maps"},
    Option{"count", 0, "N", "end after so many events, or this time"},
};

struct Presentation {
  event::Format format = event::Format::columns;
  std::optional<event::Filter> filter;
  std::optional<event::Selection> fields;
  std::optional<event::Order> order;
  std::size_t top = 0;
  std::optional<event::Selection> group;
  std::optional<std::chrono::nanoseconds> interval;
  std::optional<std::uint64_t> count;
  bool utc = false;

  // Whether the option was one of ours.
  Result<bool> take(const Given& given);
  // Options that do not go together.
  [[nodiscard]] Result<void> check() const;
  // ENOENT for a field that none of these streams has.
  [[nodiscard]] Result<void> check_names(std::span<const event::Stream* const> streams) const;
  // Histograms of sampled maps are drawn, in formats that are text for people.
  [[nodiscard]] bool is_for_people() const;
};

// Standard output, unbuffered: the sinks have buffers of their own.
class StandardOutput final : public event::Output {
 public:
  Result<void> write(std::string_view text) override;
};

// What presentation does not know of events. Everything is borrowed for the life of the Screen.
struct Sources {
  std::span<const event::Stream* const> streams = {};  // that are known already; more may come
  event::Symbols* symbols = nullptr;
  const std::optional<event::WallTime>* boot = nullptr;
  event::Sink* recorder = nullptr;  // gets what passes the filter, too
};

// The sinks, from the filter to the text.
class Screen {
 public:
  // Errors of options that do not go together.
  static Result<Screen> open(const Presentation& how, event::Output& output, const Sources& sources);

  [[nodiscard]] event::Sink& sink() { return *first_; }
  // As many events as were wanted were shown.
  [[nodiscard]] bool enough() const { return limit_ != nullptr && limit_->reached(); }

 private:
  Screen() = default;
  std::unique_ptr<event::Marks> marks_ = std::make_unique<event::Marks>();  // a place that stays
  std::unique_ptr<event::Sink> first_;
  const loader::LimitSink* limit_ = nullptr;  // among them
};

}  // namespace waggle::cli
