// A package that runs: its object in the kernel, attached, with its buffers. Everything it made in the kernel is gone
// when it is. It waits for nothing; run.hh does.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/buffers.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

class Tracer {
 public:
  // Loads, fills maps, opens buffers, attaches. `text` receives what iterators write; the log is borrowed for the
  // Tracer's life.
  static Result<std::unique_ptr<Tracer>> start(const package::Package& package, const Options& options,
                                               const bpf::TextSink& text, Log& log);
  ~Tracer();

  [[nodiscard]] bpf::Object& object() { return loaded_.object; }
  [[nodiscard]] Buffers& buffers() { return buffers_; }
  // More than one type of event may come.
  [[nodiscard]] bool several() const { return buffers_.several(); }
  // How many programs are attached.
  [[nodiscard]] std::size_t attached() const { return attached_; }
  // Losses of every buffer, where somebody counts them; ring buffers by the variables of --lost.
  [[nodiscard]] Result<std::vector<Losses>> losses() const;

 private:
  Tracer(Loaded loaded, Buffers buffers) : loaded_(std::move(loaded)), buffers_(std::move(buffers)) {}

  Loaded loaded_;
  Buffers buffers_;
  std::size_t attached_ = 0;
};

}  // namespace waggle::loader
