// What a user may ask of a package, in the words of the command line; who acts on them parses them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/policy/policy.hh"

namespace waggle::loader {

struct Options {
  std::vector<std::string> arguments;    // of the program itself: "--min-duration-ns", "50"
  std::vector<std::string> attach;       // "PROG=TARGET", "PROG=none"
  std::vector<std::string> types;        // "MAP=STRUCT": what events look like
  std::vector<std::string> map_sizes;    // "NAME=ENTRIES"
  std::vector<std::string> value_sizes;  // "NAME=BYTES"
  std::vector<std::string> map_values;   // "NAME.KEY=VALUE": written before anything is attached
  std::vector<std::string> lost;         // "VAR": a global that counts what a full ring buffer took
  // Filters: set the global variable that stands for it, an error where there is none; "" for none.
  std::string pid, comm, cgroup;
  std::uint32_t perf_pages = 0;  // a power of two; 0: the package's wish, or the default
  std::string kernel_btf;        // a file with the kernel's types; "" takes the kernel's own
  bool strict = false;           // a program that cannot be loaded or attached is an error
  policy::Policy policy;
};

// Sets what is called "attach", "type", "map", "map-size", "value-size", "perf-pages", "lost", "pid", "comm", "cgroup",
// "btf", "strict", "allow" or "deny", or adds to it where it may be given several times. False for another name; EINVAL
// with a sentence for a wrong value.
Result<bool> set_option(Options& options, std::string_view name, const std::string& value);

}  // namespace waggle::loader
