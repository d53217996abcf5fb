// Notices when a file is saved: written and closed, or put in its place by a rename, as editors do. It watches folders,
// because what is renamed over is another file.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

class FileWatch {
 public:
  static Result<FileWatch> create();

  // From now on; what is saved meanwhile is noticed by the next wait. Files of folders that are not there are passed
  // over.
  Result<void> add(std::span<const std::string> files);
  // Until one of them is saved: true; false when `stop` becomes readable.
  Result<bool> wait(int stop);

 private:
  explicit FileWatch(UniqueFd events) : events_(std::move(events)) {}
  // Whether what lies ready is about one of the files.
  Result<bool> take_events();

  UniqueFd events_;                     // inotify(7)
  std::map<int, std::string> folders_;  // by watch descriptor
  std::set<std::string> files_;         // "folder/name"
};

}  // namespace waggle::toolchain
