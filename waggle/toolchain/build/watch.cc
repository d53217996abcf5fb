#include "waggle/toolchain/build/watch.hh"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace waggle::toolchain {
namespace {

constexpr int kQuiet = 50;  // ms without another event: an editor has finished

std::pair<std::string, std::string> folder_and_name(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  if (slash == file.npos) return {".", file};
  return {file.substr(0, slash + 1), file.substr(slash + 1)};
}

}  // namespace

Result<FileWatch> FileWatch::create() {
  UniqueFd events(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!events) return errno_error("inotify");
  return FileWatch(std::move(events));
}

Result<void> FileWatch::add(std::span<const std::string> files) {
  for (const std::string& file : files) {
    const auto [folder, name] = folder_and_name(file);
    if (name.empty()) continue;
    if (!files_.insert(folder + '/' + name).second) continue;
    const int watch = ::inotify_add_watch(events_.get(), folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO);
    if (watch < 0 && errno != ENOENT) return errno_error("watching " + folder);
    if (watch < 0) continue;
    // Two spellings of one folder have one watch; the first stays.
    const auto [at, is_new] = folders_.try_emplace(watch, folder);
    if (!is_new) files_.insert(at->second + '/' + name);
  }
  return {};
}

Result<bool> FileWatch::take_events() {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  bool found = false;
  for (;;) {
    const ssize_t size = ::read(events_.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EAGAIN) return found;
    if (size < 0 && errno != EINTR) return errno_error("inotify");
    for (ssize_t at = 0; at < size;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const char* const name = buffer.data() + at + sizeof event;
      const auto folder = folders_.find(event.wd);
      if (event.len > 0 && folder != folders_.end()) found |= files_.contains(folder->second + '/' + name);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

Result<bool> FileWatch::wait(int stop) {
  bool saved = false;
  for (;;) {
    std::array<pollfd, 2> ready{{{events_.get(), POLLIN, 0}, {stop, POLLIN, 0}}};
    const int count = ::poll(ready.data(), ready.size(), saved ? kQuiet : -1);
    if (count < 0 && errno != EINTR) return errno_error("poll");
    if (count > 0 && ready[1].revents != 0) return false;
    if (count == 0) return true;
    WAGGLE_TRY(const bool more, take_events());
    saved = saved || more;
  }
}

}  // namespace waggle::toolchain
