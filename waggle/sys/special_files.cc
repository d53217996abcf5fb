#include "waggle/sys/special_files.hh"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/fd.hh"

namespace waggle::sys {
namespace {

constexpr std::array<std::string_view, 6> kForbidden{"mem", "kcore", "kmsg", "environ", "trace_pipe", "trace_pipe_raw"};
constexpr ino_t kProcRootInode = 1;  // PROC_ROOT_INO of the kernel's proc_fs.h

Result<long> file_system_of(int fd) {
  struct statfs fs{};
  if (::fstatfs(fd, &fs) != 0) return errno_error("fstatfs");
  return static_cast<long>(fs.f_type);
}

bool is_kernel_file_system(long type) {
  return type == PROC_SUPER_MAGIC || type == SYSFS_MAGIC || type == DEBUGFS_MAGIC || type == TRACEFS_MAGIC;
}

// Where the kernel says it is.
Result<std::string> place_of(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  std::string place(PATH_MAX, '\0');
  const ssize_t n = ::readlink(link.c_str(), place.data(), place.size());
  if (n < 0) return errno_error("reading where a file is");
  place.resize(static_cast<std::size_t>(n));
  // Said of the files of a process that has just ended.
  constexpr std::string_view kDeleted = " (deleted)";
  if (place.ends_with(kDeleted)) place.resize(place.size() - kDeleted.size());
  return place;
}

bool is_proc_root(int fd) {
  struct stat st{};
  return ::fstat(fd, &st) == 0 && st.st_ino == kProcRootInode && file_system_of(fd).value_or(0) == PROC_SUPER_MAGIC;
}

struct ProcPlace {
  UniqueFd root;            // of the procfs
  std::string_view inside;  // "123/task/124/maps"; "" for the root itself
};

// Finds the procfs that a place lies in: the first directory above it that is one's root.
std::optional<ProcPlace> find_procfs(std::string_view place) {
  for (std::size_t slash = place.find('/', 1);; slash = place.find('/', slash + 1)) {
    UniqueFd above(::open(std::string(place.substr(0, slash)).c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (above && is_proc_root(above.get()))
      return ProcPlace{std::move(above), slash == std::string_view::npos ? "" : place.substr(slash + 1)};
    if (slash == std::string_view::npos) return std::nullopt;
  }
}

// Whether `name` is a process or thread number of ours in this procfs. Other threads' numbers
// are directories of its root too, though it does not list them.
bool is_own_number(int proc_root, std::string_view name) {
  if (name.empty() || !std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) return false;
  return ::faccessat(proc_root, ("self/task/" + std::string(name)).c_str(), F_OK, 0) == 0;
}

bool describes_namespaces(std::string_view in_process) {
  return in_process == "mounts" || in_process == "net" || in_process.starts_with("net/");
}

}  // namespace

Result<void> refuse_own_process(int fd, ProcFiles proc_files) {
  WAGGLE_TRY(const long type, file_system_of(fd));
  if (type != PROC_SUPER_MAGIC) return {};
  if (proc_files == ProcFiles::none) return Error(EPERM);
  WAGGLE_TRY(const std::string place, place_of(fd));
  const auto found = find_procfs(place);
  if (!found) return Error(EPERM);
  const std::size_t slash = found->inside.find('/');
  const std::string_view in_process = slash == std::string_view::npos ? "" : found->inside.substr(slash + 1);
  if (is_own_number(found->root.get(), found->inside.substr(0, slash)) && !describes_namespaces(in_process))
    return Error(EPERM);
  return {};
}

Result<void> refuse_by_name(int fd) {
  WAGGLE_TRY(const long type, file_system_of(fd));
  if (!is_kernel_file_system(type)) return {};
  struct stat st{};
  if (::fstat(fd, &st) != 0) return errno_error("fstat");
  if (S_ISDIR(st.st_mode)) return {};
  WAGGLE_TRY(const std::string place, place_of(fd));
  const std::string_view name = std::string_view(place).substr(place.rfind('/') + 1);
  if (std::ranges::find(kForbidden, name) != kForbidden.end()) return Error(EPERM);
  return {};
}

}  // namespace waggle::sys
