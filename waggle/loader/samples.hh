// Maps that a package wants read at intervals: what, when, and whether they are emptied afterwards. Elements go to a
// sink as events {key, value}; where text is wanted, those with counters are drawn as histograms.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/event/output.hh"
#include "waggle/loader/object.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

class Samples {
 public:
  using Clock = std::chrono::steady_clock;

  // Where samples go. A null `text`: histograms go to the sink as the numbers they are.
  struct Outlets {
    event::Sink& sink;
    event::Output* text = nullptr;
  };

  // The maps that the package names, with its intervals or, where given, `interval` for all. ENOENT for one that the
  // object does not have. Borrows the object's maps.
  static Result<Samples> open(Loaded& loaded, const package::Package& package,
                              std::optional<std::chrono::nanoseconds> interval);
  Samples(Samples&&) noexcept;
  ~Samples();

  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::vector<const event::Stream*> streams() const;
  // When the next one is due; Clock::time_point::max() for never.
  [[nodiscard]] Clock::time_point next() const;
  // Shows those whose time has come by `now`; how many.
  Result<std::size_t> show_due(Clock::time_point now, const Outlets& to);
  // Shows all of them, at the end.
  Result<void> show_all(const Outlets& to);

 private:
  struct Sampled;
  Samples();
  std::vector<std::unique_ptr<Sampled>> all_;
};

}  // namespace waggle::loader
