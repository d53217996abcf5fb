// What a user may ask of a package, in the words of the command line; who acts on them parses them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/policy/policy.hh"

namespace waggle::loader {

using Words = std::vector<std::string>;

struct Options {
  Words arguments = {};    // of the program itself: "--min-duration-ns", "50"
  Words attach = {};       // "PROG=TARGET", "PROG=none"
  Words types = {};        // "MAP=STRUCT": what events look like
  Words map_sizes = {};    // "NAME=ENTRIES"
  Words value_sizes = {};  // "NAME=BYTES"
  Words map_values = {};   // "NAME.KEY=VALUE": written before anything is attached
  Words samples = {};      // "MAP", "MAP=log2|linear|table": read at intervals
  Words lost = {};         // "VAR": a global that counts what a full ring buffer took
  // Filters: set the global variable that stands for it, an error where there is none; "" for none.
  std::string pid = {}, comm = {}, cgroup = {};
  std::uint32_t perf_pages = 0;  // a power of two; 0: the package's wish, or the default
  std::string kernel_btf = {};   // a file with the kernel's types; "" takes the kernel's own
  bool printk = false;           // lines of bpf_printk() as events
  bool strict = false;           // a program that cannot be loaded or attached is an error
  std::optional<std::chrono::nanoseconds> sample_interval = {};  // of all sampled maps; else the package's
  policy::Policy policy = {};
};

// Sets what is called "attach", "type", "map", "map-size", "value-size", "perf-pages", "sample", "lost", "pid", "comm",
// "cgroup", "btf", "strict", "printk", "allow" or "deny", or adds to it where it may be given several times. False for
// another name; EINVAL with a sentence for a wrong value.
Result<bool> set_option(Options& options, std::string_view name, const std::string& value);

}  // namespace waggle::loader
