// `waggle run` of a package: the words of the command line become the loader's options and the way its events are
// shown.
#pragma once

#include <array>

#include "waggle/cli/console.hh"
#include "waggle/cli/verb.hh"
#include "waggle/package/package.hh"

namespace waggle::cli {

// The options that only packages know, beside those of presentation.hh.
inline constexpr std::array kPackageOptions{
    Option{"duration", 0, "DUR", "end after so many events, or this time"},
    Option{"attach", 0, "PROG=TARGET", "where a program attaches; PROG=none: nowhere"},
    Option{"pid", 0, "N", "set the program's variable that filters so"},
    Option{"comm", 0, "NAME", "set the program's variable that filters so"},
    Option{"cgroup", 0, "PATH", "set the program's variable that filters so"},
    Option{"map", 0, "NAME.KEY=VALUE", "write to a map before anything attaches"},
    Option{"map-size", 0, "NAME=N", "other sizes than the object's"},
    Option{"value-size", 0, "NAME=N", "other sizes than the object's"},
    Option{"perf-pages", 0, "N", "other sizes than the object's"},
    Option{"sample", 0, "MAP[=log2]", "show a map; what rings lose; bpf_printk()"},
    Option{"lost", 0, "VAR", "show a map; what rings lose; bpf_printk()"},
    Option{"printk", 0, "", "show a map; what rings lose; bpf_printk()"},
    Option{"type", 0, "MAP=STRUCT", "what the events of a buffer are; the kernel's types"},
    Option{"btf", 0, "FILE", "what the events of a buffer are; the kernel's types"},
    Option{"strict", 0, "", "a program that cannot be loaded or attached is an error"},
    Option{"record", 0, "FILE", "also keep the events, for `waggle replay`"},
};

int run_package(const Arguments& arguments, Bytes content, Console& console);

}  // namespace waggle::cli
