// A tree of the host that a guest may see, as properties that every directory opened in it
// keeps. The trees themselves are opened by Roots.
#pragma once

#include <cstdint>
#include <string>

namespace waggle::sys {

// What a guest may open on a process file system (procfs), wherever it is mounted.
enum class ProcFiles : std::uint8_t {
  guarded,  // what special_files.hh lets through
  none,     // nothing: the tree was reached through a link of another process
};

struct Root {
  std::string guest_path;  // the name the guest knows it by
  bool read_only = false;
  // Whether exe, root, cwd and ns/* beneath a process's directory are followed.
  bool follow_proc_links = false;
  ProcFiles proc_files = ProcFiles::guarded;
};

}  // namespace waggle::sys
