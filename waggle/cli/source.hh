// What `waggle run` is given: a guest or a package. The content decides, not the name.
#pragma once

#include <optional>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::cli {

struct Source {
  bool is_package = false;
  // What was read: all of a package, and of what can be read only once (a pipe). A guest's file is left to the runtime,
  // which has its own questions about it.
  std::optional<ByteVector> content;
};

// `path` is a file's, or "-". Errors name it, and are what read(2) and open(2) say.
Result<Source> look_at(const std::string& path);

struct Arguments;  // verb.hh
class Console;

// `waggle run` of it, whose name is the first operand.
int run_source(const Arguments& arguments, Source source, Console& console);

}  // namespace waggle::cli
