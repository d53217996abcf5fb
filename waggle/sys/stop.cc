#include "waggle/sys/stop.hh"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace waggle::sys {

Result<std::unique_ptr<Stop>> Stop::create() {
  UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return errno_error("eventfd");
  return std::unique_ptr<Stop>(new Stop(std::move(wake)));
}

void Stop::on_request(void (*hook)(void*), void* context) noexcept {
  hook_ = nullptr;  // a handler in between must not pair the old hook with the new context
  hook_context_ = context;
  hook_ = hook;
}

// True for the one call that asked first.
bool Stop::ask() noexcept {
  Ticks never = kNever;
  return asked_at_.compare_exchange_strong(never, Clock::now().time_since_epoch().count());
}

void Stop::wake_waits() noexcept {
  const std::uint64_t one = 1;
  // It can fail only when the counter is full, and then it is readable already.
  static_cast<void>(!::write(wake_.get(), &one, sizeof one));
}

void Stop::wake() noexcept {
  wake_waits();
  if (auto* const hook = hook_.load()) hook(hook_context_);
}

void Stop::request(int signal) noexcept {
  int none = 0;
  if (ask()) signal_.compare_exchange_strong(none, signal);
  else ended_ = true;
  wake();
}

void Stop::request_by_deadline() noexcept {
  ask();
  wake();
}

bool Stop::leave_to_guest(int signal) noexcept {
  if (!signals_.raise(signal)) return false;
  wake_waits();
  return true;
}

void Stop::settle() noexcept {
  if (const int signal = signals_.take_unhandled()) request(signal);
}

void Stop::end_now() noexcept {
  ask();
  ended_ = true;
  wake();
}

bool Stop::take_interruption() noexcept {
  Ticks never = kNever;
  return asked() && taken_at_.compare_exchange_strong(never, Clock::now().time_since_epoch().count());
}

Time Stop::end() const noexcept {
  if (!asked()) return kForever;
  const Ticks taken = taken_at_.load();
  if (taken != kNever) return Time(Clock::duration(taken)) + kCleanUp;
  return Time(Clock::duration(asked_at_.load())) + kReachWait;
}

bool Stop::is_over() noexcept {
  if (!ended_ && Clock::now() >= end()) ended_ = true;
  return ended_;
}

void Stop::calm() noexcept {
  std::uint64_t count = 0;
  static_cast<void>(!::read(wake_.get(), &count, sizeof count));
}

}  // namespace waggle::sys
