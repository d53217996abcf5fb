// What programs say by bpf_printk(), as events of a stream of its own: {pid, comm, text}.
#pragma once

#include "waggle/bpf/printk.hh"
#include "waggle/event/event.hh"

namespace waggle::loader {

class PrintedLines {
 public:
  static Result<PrintedLines> open();

  [[nodiscard]] int descriptor() const { return printk_.fd(); }
  [[nodiscard]] const event::Stream& stream() const { return *stream_; }
  // Gives what stands there to `sink`; how many.
  Result<std::size_t> consume(event::Sink& sink);

 private:
  explicit PrintedLines(bpf::Printk printk);

  bpf::Printk printk_;
  std::unique_ptr<event::Stream> stream_;
};

}  // namespace waggle::loader
