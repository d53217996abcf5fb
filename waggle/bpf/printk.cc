#include "waggle/bpf/printk.hh"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/tracefs.hh"

namespace waggle::bpf {
namespace {

// "waggle-PID": whose instance it is, its name says.
constexpr std::string_view kPrefix = "waggle-";
constexpr std::string_view kMark = ": bpf_trace_printk: ";

bool runs(pid_t pid) { return ::kill(pid, 0) == 0 || errno == EPERM; }

// An instance that is open cannot be removed, so that one of another PID namespace is left alone while it is read.
void sweep(int instances) {
  const int copy = ::openat(instances, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const CPtr<DIR, ::closedir> folder(copy < 0 ? nullptr : ::fdopendir(copy));
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    if (!name.starts_with(kPrefix)) continue;
    const auto pid = parse_number<pid_t>(name.substr(kPrefix.size()));
    if (pid.ok() && !runs(*pid)) static_cast<void>(::unlinkat(instances, entry->d_name, AT_REMOVEDIR));
  }
}

Result<void> write_word(int folder, const std::string& path, std::string_view word) {
  const UniqueFd file(::openat(folder, path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file) return errno_error(path);
  return write_all(file.get(), as_bytes(word));
}

}  // namespace

Result<Printk> Printk::open() {
  WAGGLE_TRY(const UniqueFd root, open_tracefs());
  UniqueFd instances(::openat(root.get(), "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!instances) return errno_error("tracefs has no instances");
  sweep(instances.get());
  const std::string name = fmt::format("{}{}", kPrefix, ::getpid());
  if (::mkdirat(instances.get(), name.c_str(), 0700) != 0) return errno_error("making a tracing instance");
  Printk printk(std::move(instances), name);
  WAGGLE_CHECK(write_word(printk.instances_.get(), name + "/events/bpf_trace/bpf_trace_printk/enable", "1")
                   .context("the kernel's event for bpf_printk"));
  // Whoever waits is woken by the first line; by default only when half of the buffer is full.
  WAGGLE_CHECK(write_word(printk.instances_.get(), name + "/buffer_percent", "0"));
  printk.pipe_ =
      UniqueFd(::openat(printk.instances_.get(), (name + "/trace_pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!printk.pipe_) return errno_error("opening the trace pipe");
  return printk;
}

Printk::~Printk() {
  pipe_.reset();
  if (instances_) static_cast<void>(::unlinkat(instances_.get(), name_.c_str(), AT_REMOVEDIR));
}

Result<std::size_t> Printk::consume(const std::function<void(const PrintkLine&)>& give) {
  std::size_t lines = 0;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t count = ::read(pipe_.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN) return errno_error("reading the trace pipe");
    if (count <= 0) return lines;
    rest_.append(buffer.data(), static_cast<std::size_t>(count));
    std::size_t begin = 0;
    for (auto end = rest_.find('\n'); end != rest_.npos; begin = end + 1, end = rest_.find('\n', begin)) {
      PrintkLine line;
      if (!parse_printk(std::string_view(rest_).substr(begin, end - begin), line)) continue;
      give(line);
      ++lines;
    }
    rest_.erase(0, begin);
  }
}

bool parse_printk(std::string_view line, PrintkLine& into) {
  const auto mark = line.find(kMark);
  if (mark == line.npos) return false;
  // A command may hold blanks and '-': its process's number ends at the CPU's bracket.
  const auto bracket = line.find(" [");
  const auto dash = line.substr(0, bracket).rfind('-');
  if (bracket == line.npos || dash == line.npos || bracket > mark) return false;
  std::string_view number = line.substr(dash + 1, bracket - dash - 1);
  while (number.ends_with(' ')) number.remove_suffix(1);
  const auto pid = parse_number<std::uint32_t>(number);
  if (!pid.ok()) return false;
  const auto first = line.find_first_not_of(' ');
  into = {*pid, line.substr(first, dash - first), line.substr(mark + kMark.size())};
  return true;
}

}  // namespace waggle::bpf
