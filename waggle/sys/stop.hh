// How a guest is brought to its end from outside: a signal, a deadline, an embedder's wish.
// A Stop remembers that it was asked and for how long the guest may still go on; everything
// that blocks consults it. It installs no signal handlers (signals.hh does) and ends nothing
// itself: the runtime ends the guest as soon as must_end() says so.
//
// The guest is asked politely first. The first wait after the request returns EINTR, so that
// a loop around a poll ends by itself; then the guest has kCleanUp to print and close. A guest
// that does not wait within kReachWait, that blocks again after its EINTR, or that is asked a
// second time, must end at once.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/sys/guest_signals.hh"

namespace waggle::sys {

// Points of CLOCK_MONOTONIC.
using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
inline constexpr Time kForever = Time::max();
inline constexpr Time kNow{};  // as a time to wait for: do not block

class Stop {
 public:
  // Time for a guest that computes to come to its next wait.
  static constexpr std::chrono::milliseconds kReachWait{250};
  // Time for a guest that was told to end by itself.
  static constexpr std::chrono::seconds kCleanUp{5};

  static Result<std::unique_ptr<Stop>> create();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  // What each request calls, possibly inside a signal handler, hence async-signal-safe; the
  // runtime increments the engine's epoch there. Null for nothing.
  void on_request(void (*hook)(void* context), void* context) noexcept;

  // Asks the guest to end because of this signal; a second call makes it end at once.
  // Async-signal-safe, and safe from other threads.
  void request(int signal) noexcept;
  // Asks the guest to end because its time is over; changes nothing if it was asked before.
  // Async-signal-safe.
  void request_by_deadline() noexcept;
  // True if the signal is the guest's own business (guest_signals.hh): then it asks for nothing,
  // but waits look what came. Async-signal-safe.
  bool leave_to_guest(int signal) noexcept;
  // To be called when the guest changed what is blocked or handled: a pending signal that now has
  // its default action asks the guest to end.
  void settle() noexcept;
  // What the guest wants done about signals.
  [[nodiscard]] GuestSignals& signals() noexcept { return signals_; }
  [[nodiscard]] const GuestSignals& signals() const noexcept { return signals_; }
  // No more patience: the guest must end at its next host call or epoch.
  void end_now() noexcept;

  // When its time is over (--timeout). Waits notice it by themselves; who wants a guest that
  // never waits to end arms Signals::wake_at as well.
  void set_deadline(Time deadline) noexcept { deadline_ = deadline; }
  [[nodiscard]] Time deadline() const noexcept { return deadline_; }

  [[nodiscard]] bool asked() const noexcept { return asked_at_.load(std::memory_order_acquire) != kNever; }
  // The signal it was asked by; 0 if by the deadline or not at all.
  [[nodiscard]] int signal() const noexcept { return signal_.load(); }
  // True if it was asked first by the deadline.
  [[nodiscard]] bool timed_out() const noexcept { return asked() && signal() == 0; }

  // True once: for the first wait after a request, which then fails with EINTR.
  bool take_interruption() noexcept;
  [[nodiscard]] bool interruption_taken() const noexcept { return taken_at_.load() != kNever; }
  // True when the guest may not run any further. Cheap while nobody asked.
  bool must_end() noexcept { return asked() && is_over(); }
  // When must_end() becomes true by itself.
  [[nodiscard]] Time end() const noexcept;

  // Readable after a request, until calm(); for the set of a ppoll.
  [[nodiscard]] int wake_fd() const noexcept { return wake_.get(); }
  void calm() noexcept;

 private:
  using Ticks = Clock::rep;
  static constexpr Ticks kNever = kForever.time_since_epoch().count();

  explicit Stop(UniqueFd wake) : wake_(std::move(wake)) {}
  bool is_over() noexcept;
  bool ask() noexcept;
  void wake() noexcept;
  void wake_waits() noexcept;

  UniqueFd wake_;  // eventfd
  GuestSignals signals_;
  Time deadline_ = kForever;
  std::atomic<Ticks> asked_at_{kNever};
  std::atomic<Ticks> taken_at_{kNever};
  std::atomic<int> signal_{0};
  std::atomic<bool> ended_{false};
  std::atomic<void (*)(void*)> hook_{nullptr};
  std::atomic<void*> hook_context_{nullptr};

  static_assert(std::atomic<Ticks>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);
};

}  // namespace waggle::sys
