// From a package to its object in the kernel: opened, changed as the user asks, and loaded, without the programs that
// this kernel refuses. Attaches nothing.
#pragma once

#include <string>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/object.hh"
#include "waggle/btf/types.hh"
#include "waggle/loader/globals.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// What is known of an object before it is loaded.
struct Opened {
  bpf::ObjectSpec spec;
  btf::Types types;
  Globals globals;
};

// Reads the package's object. An object without BTF has no types and no variables.
Result<Opened> open_object(const package::Package& package, const Options& options);

// A program that is not there, and why.
struct Refused {
  std::string program;
  std::string reason;
};

// A map, with what its BTF says.
struct MapTypes {
  std::string name;
  std::uint32_t key = 0, value = 0;  // btf::TypeId
};

struct Loaded {
  bpf::Object object;
  btf::Types types;
  Globals globals;
  std::vector<MapTypes> maps;
  std::vector<Refused> refused;
};

// Opens, configures and loads. Where the kernel refuses a program, the object is opened again without it, and the log
// names it; with `options.strict` that is an error.
Result<Loaded> load_object(const package::Package& package, const Options& options, Log& log);

}  // namespace waggle::loader
