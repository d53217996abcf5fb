// A package that runs: its object in the kernel, attached, with its buffers and sampled maps. Everything it made in the
// kernel is gone when it is. It waits for nothing; run.hh does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/buffers.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
#include "waggle/loader/printed_lines.hh"
#include "waggle/loader/samples.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

class Tracer {
 public:
  // Loads, fills maps, opens buffers, attaches. `text` receives what iterators write; the log is borrowed for the call.
  static Result<std::unique_ptr<Tracer>> start(const package::Package& package, const Options& options,
                                               const bpf::TextSink& text, Log& log);

  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;
  ~Tracer();

  [[nodiscard]] bpf::Object& object() { return loaded_.object; }
  // How many programs are attached.
  [[nodiscard]] std::size_t attached() const { return links_.size(); }
  // Nothing is written any more, and what stands in buffers can be read to its end.
  void detach();
  // Nothing will ever come of it: no program is attached, no buffer and no sampled map to read.
  [[nodiscard]] bool idle() const;
  // What its events may be.
  [[nodiscard]] std::vector<const event::Stream*> streams() const;

  // Readable when there is something to consume.
  [[nodiscard]] std::vector<int> descriptors() const;
  // Gives what stands in buffers to `sink`, at most `limit` events (and all printed lines). How many.
  Result<std::size_t> consume(event::Sink& sink, std::size_t limit);
  [[nodiscard]] Samples& samples() { return samples_; }

  // Of every buffer; of ring buffers by the variables of Options::lost.
  [[nodiscard]] Result<std::vector<Losses>> losses();

 private:
  Tracer(Loaded loaded, Buffers buffers, Samples samples, std::vector<std::string> lost)
      : loaded_(std::move(loaded)),
        buffers_(std::move(buffers)),
        samples_(std::move(samples)),
        lost_(std::move(lost)) {}

  Loaded loaded_;
  Buffers buffers_;
  Samples samples_;
  std::vector<std::string> lost_;
  std::optional<PrintedLines> printed_;
  std::vector<bpf::Link> links_;
};

}  // namespace waggle::loader
