// What a guest wants done about signals, and which have come: the part of a process's signals
// that the kernel would keep for it. Handlers run in the guest, when it asks what to call; here
// nothing is called. raise() may run in a signal handler, everything else in the guest's thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <vector>

namespace waggle::sys {

// What a signal (1 to 64) does to a process that says nothing about it (signal(7)).
enum class DefaultAction : std::uint8_t { ignore, end, pause };
DefaultAction default_action(int signal) noexcept;

class GuestSignals {
 public:
  // Bit 0 is signal 1.
  using Mask = std::uint64_t;
  static constexpr int kLast = 64;
  static constexpr Mask bit_of(int signal) { return Mask{1} << (signal - 1); }

  enum class Action : std::uint8_t { by_default, ignore, handle };

  // SIGKILL and SIGSTOP are for the caller to refuse.
  void set_action(int signal, Action action) noexcept;
  [[nodiscard]] Action action(int signal) const noexcept;
  [[nodiscard]] Mask blocked() const noexcept { return blocked_; }
  void set_blocked(Mask mask) noexcept { blocked_ = mask; }

  // A signal has come. True if it is the guest's business: handled or blocked, hence pending now,
  // or ignored. False if its default action is due, also because the guest has left the last one
  // untaken for so long that it cannot be waiting. Async-signal-safe.
  bool raise(int signal) noexcept;

  // Whether take() would give one: waits end with EINTR then.
  [[nodiscard]] bool due() const noexcept { return due_ != 0 || deliverable() != 0; }
  // The lowest pending signal that is handled and not blocked; it is pending no more. 0: none.
  int take() noexcept;
  // The lowest pending signal of `mask`, handled or blocked; 0: none.
  int take_of(Mask mask) noexcept;
  // The lowest that was blocked, is no longer, and has its default action; 0: none.
  int take_unhandled() noexcept;
  // What can be taken now can also be taken after more was blocked: signals that came while a call
  // had a mask of its own (ppoll).
  void keep_due() noexcept;

  // Who shows pending signals as a readable descriptor (signal_fd.hh).
  class Watcher {
   public:
    virtual void show_pending(Mask pending) noexcept = 0;

   protected:
    ~Watcher() = default;
  };
  void add(Watcher& watcher) { watchers_.push_back(&watcher); }
  void remove(Watcher& watcher) noexcept { std::erase(watchers_, &watcher); }
  void show_pending() const noexcept {
    for (Watcher* watcher : watchers_) watcher->show_pending(pending_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  // A guest that waits at all has taken a signal by then.
  static constexpr std::chrono::milliseconds kUntaken{250};

  [[nodiscard]] Mask deliverable() const noexcept { return pending_ & handled_ & ~blocked_; }
  [[nodiscard]] bool has_time() const noexcept;

  std::atomic<Mask> handled_{0}, ignored_{0}, blocked_{0}, pending_{0};
  Mask due_ = 0;
  std::atomic<Clock::rep> untaken_since_{0};  // when the last one became pending that was not
  std::vector<Watcher*> watchers_;            // borrowed, while they are added

  static_assert(std::atomic<Mask>::is_always_lock_free && std::atomic<Clock::rep>::is_always_lock_free);
};

}  // namespace waggle::sys
