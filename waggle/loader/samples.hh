// Maps that are read at intervals: those that the package or the user names; of an object that has no buffer to read,
// those that look like results, at the end. Elements go to a sink as events {key, value}, global variables as one
// event; where text is wanted, maps with counters are drawn as histograms.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/event/output.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
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

  // Of the package and of `options.samples`, with the package's intervals or, where given, `options.sample_interval`
  // for all. ENOENT for a map that the object does not have. Borrows the object's maps.
  static Result<Samples> open(Loaded& loaded, const package::Package& package, const Options& options);
  // Of an object without buffers: its histograms, or else its maps and counters. The log says which.
  Result<void> add_results(Loaded& loaded, const Options& options, Log& log);
  Samples(Samples&&) noexcept;
  ~Samples();

  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::vector<const event::Stream*> streams() const;
  // Their intervals begin now.
  void begin(Clock::time_point now);
  // When the next one is due; Clock::time_point::max() for never.
  [[nodiscard]] Clock::time_point next() const;
  // Shows those whose time has come by `now`; how many.
  Result<std::size_t> show_due(Clock::time_point now, const Outlets& to);
  // Shows all of them, at the end. What was not yet due says how long it was counted, where intervals are told apart.
  Result<void> show_all(Clock::time_point now, const Outlets& to);

 private:
  struct Sampled;
  Samples();
  Result<void> add(Loaded& loaded, const std::string& name, const package::Sample& how, const Options& options);
  Result<bool> add_histograms(Loaded& loaded, const Options& options, Log& log);
  Result<void> add_tables(Loaded& loaded, const Options& options, Log& log);
  Result<void> add_variables(Loaded& loaded, const bpf::Map& section, const Options& options, Log& log);
  std::vector<std::unique_ptr<Sampled>> all_;
};

}  // namespace waggle::loader
