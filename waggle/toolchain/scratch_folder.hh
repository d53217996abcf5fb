// A folder of one's own for files that nobody else needs; removed, with everything in it, by its owner's end.
#pragma once

#include <string>
#include <utility>

#include "waggle/base/result.hh"

namespace waggle::toolchain {

class ScratchFolder {
 public:
  // In TMPDIR, else /tmp.
  static Result<ScratchFolder> create();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();

  // Of a file in it.
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ + '/').append(name); }

 private:
  explicit ScratchFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;  // empty after a move
};

}  // namespace waggle::toolchain
