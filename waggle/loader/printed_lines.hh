// What programs say by bpf_printk(), as events of a stream of its own: {pid, comm, text}. Of the lines of all programs
// of the machine those that may be the object's own.
#pragma once

#include "waggle/bpf/printk.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/printed_formats.hh"

namespace waggle::loader {

class PrintedLines {
 public:
  static Result<PrintedLines> open(PrintedFormats formats);

  [[nodiscard]] int descriptor() const { return printk_.fd(); }
  [[nodiscard]] const event::Stream& stream() const { return *stream_; }
  // Gives what stands there and may be the object's to `sink`; how many lines.
  Result<std::size_t> consume(event::Sink& sink);

 private:
  PrintedLines(bpf::Printk printk, PrintedFormats formats);

  bpf::Printk printk_;
  PrintedFormats formats_;
  std::unique_ptr<event::Stream> stream_;
};

}  // namespace waggle::loader
