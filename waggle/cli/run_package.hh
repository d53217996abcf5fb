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
    Option{"attach", 0, "PROG=TARGET", "where a program attaches; PROG=none: nowhere"},
    Option{"type", 0, "MAP=STRUCT", "what the events of a buffer are"},
    Option{"map", 0, "NAME.KEY=VALUE", "write to a map before anything attaches"},
    Option{"map-size", 0, "NAME=N", "other sizes than the object's"},
    Option{"value-size", 0, "NAME=N", "other sizes than the object's"},
    Option{"perf-pages", 0, "N", "other sizes than the object's"},
    Option{"pid", 0, "N", "set the program's variable that filters so"},
    Option{"comm", 0, "NAME", "set the program's variable that filters so"},
    Option{"cgroup", 0, "PATH", "set the program's variable that filters so"},
    Option{"btf", 0, "FILE", "the kernel's types, where it does not bring them"},
    Option{"strict", 0, "", "a program that cannot be loaded or attached is an error"},
    Option{"duration", 0, "DUR", "end after this time"},
    Option{"lost", 0, "VAR", "the variable that counts what ring buffers lose; show lines of bpf_printk"},
    Option{"printk", 0, "", "the variable that counts what ring buffers lose; show lines of bpf_printk"},
    Option{"record", 0, "FILE", "also keep the events, for `waggle replay`"},
};

int run_package(const Arguments& arguments, Bytes content, Console& console);

}  // namespace waggle::cli
