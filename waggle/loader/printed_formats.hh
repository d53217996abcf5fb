// Which lines of bpf_printk() an object may have printed. The kernel does not say whose a line is, but a program's
// instructions say which formats it prints by: a line that fits none of them is somebody else's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/loader/object.hh"

namespace waggle::loader {

class PrintedFormats {
 public:
  // Of the loaded programs. Where one prints by a format that its instructions do not show, every line may be its.
  static Result<PrintedFormats> of(Loaded& loaded);
  // Of formats as bpf_trace_printk() takes them (bpf-helpers(7)).
  explicit PrintedFormats(const std::vector<std::string>& formats);

  // Whether the line has the text between the conversions of one of the formats, in order.
  [[nodiscard]] bool fits(std::string_view line) const;
  [[nodiscard]] bool known() const { return known_; }

 private:
  PrintedFormats() = default;

  // A line of a format: the text before the first conversion, between them, and behind the last.
  using Pattern = std::vector<std::string>;
  std::vector<Pattern> patterns_;
  bool known_ = false;  // false: all fit
};

}  // namespace waggle::loader
