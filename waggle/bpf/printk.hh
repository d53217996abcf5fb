// What programs say by bpf_printk(), read from a tracing instance of our own, so that no other reader loses a line. It
// has the lines of every BPF program of the machine: the kernel does not say whose they are. Removed when it goes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// One line, borrowed for the call.
struct PrintkLine {
  std::uint32_t pid = 0;  // of the thread that the program ran in
  std::string_view command;
  std::string_view text;
};

class Printk {
 public:
  // Also removes the instances of processes that were killed. Errors say what tracefs or the kernel lacks.
  static Result<Printk> open();
  Printk(Printk&& other) noexcept = default;
  Printk& operator=(Printk&&) = delete;
  ~Printk();

  // Readable when lines stand there.
  [[nodiscard]] int fd() const { return pipe_.get(); }
  // Gives what stands there to `give`; how many lines.
  Result<std::size_t> consume(const std::function<void(const PrintkLine&)>& give);

 private:
  Printk(UniqueFd instances, std::string name) : instances_(std::move(instances)), name_(std::move(name)) {}

  UniqueFd instances_;  // the folder of them
  std::string name_;    // of ours
  UniqueFd pipe_;
  std::string rest_;  // a line that is not complete yet
};

// "  comm-12 [001] ...11 34.567: bpf_trace_printk: text"; false for any other line.
bool parse_printk(std::string_view line, PrintkLine& into);

}  // namespace waggle::bpf
