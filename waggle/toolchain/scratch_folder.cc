#include "waggle/toolchain/scratch_folder.hh"

#include <cstdlib>
#include <filesystem>

namespace waggle::toolchain {

Result<ScratchFolder> ScratchFolder::create() {
  const char* parent = std::getenv("TMPDIR");
  std::string path = parent && *parent ? parent : "/tmp";
  path += "/waggle.XXXXXX";
  if (!::mkdtemp(path.data())) return errno_error(path);
  return ScratchFolder(std::move(path));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // nothing can be done about what cannot be removed
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace waggle::toolchain
