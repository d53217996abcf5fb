#include "waggle/vm/fault.hh"

#include <signal.h>
#include <sys/mman.h>

#include <array>
#include <atomic>
#include <mutex>
#include <utility>

namespace waggle::vm {
namespace {

// A signal handler can reach nothing but globals. The table is written by FaultGuard and read
// by the handler; a slot counts while `region` is set, and is filled before that.
struct Watched {
  std::atomic<Region*> region{nullptr};
  std::atomic<std::byte*> begin{nullptr};
  std::atomic<std::size_t> length{0};
};
std::array<Watched, 256> watched;
std::mutex watched_mutex;  // between writers only
struct sigaction previous_segv, previous_bus;

bool answered(void* address) {
  for (Watched& w : watched) {
    Region* region = w.region.load(std::memory_order_acquire);
    std::byte* begin = w.begin.load(std::memory_order_relaxed);
    const std::size_t length = w.length.load(std::memory_order_relaxed);
    if (!region || address < begin || address >= begin + length) continue;
    region->spoiled.store(true, std::memory_order_relaxed);
    return ::mmap(begin, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
  }
  return false;
}

void pass_on(const struct sigaction& previous, int signal, siginfo_t* info, void* context) {
  if (previous.sa_flags & SA_SIGINFO) return previous.sa_sigaction(signal, info, context);
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) return previous.sa_handler(signal);
  // The instruction faults again, and the default action ends the process with the right signal.
  ::signal(signal, SIG_DFL);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  const int saved = errno;
  if (!answered(info->si_addr)) pass_on(signal == SIGSEGV ? previous_segv : previous_bus, signal, info, context);
  errno = saved;
}

}  // namespace

Result<void> install_fault_handler() {
  static std::once_flag once;
  static int error = 0;
  std::call_once(once, [] {
    struct sigaction action{};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    if (::sigaction(SIGSEGV, &action, &previous_segv) != 0 || ::sigaction(SIGBUS, &action, &previous_bus) != 0)
      error = errno;
  });
  if (error) return Error(error).context("installing the fault handler");
  return {};
}

Result<FaultGuard> FaultGuard::watch(Region& region, std::byte* begin, std::size_t length) {
  const std::scoped_lock lock(watched_mutex);
  for (std::size_t i = 0; i < watched.size(); ++i) {
    if (watched[i].region.load(std::memory_order_relaxed)) continue;
    watched[i].begin.store(begin, std::memory_order_relaxed);
    watched[i].length.store(length, std::memory_order_relaxed);
    watched[i].region.store(&region, std::memory_order_release);
    return FaultGuard(static_cast<int>(i));
  }
  return Error(ENOSPC, "this process has too many windows");
}

FaultGuard::FaultGuard(FaultGuard&& other) noexcept : slot_(std::exchange(other.slot_, -1)) {}

FaultGuard::~FaultGuard() {
  if (slot_ >= 0) watched[static_cast<std::size_t>(slot_)].region.store(nullptr, std::memory_order_release);
}

}  // namespace waggle::vm
