// Calls a function at a time, once or again and again, from a thread of its own: where no signal of the process can do
// it, since those are an embedder's, or the guest's to handle.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "waggle/sys/stop.hh"

namespace waggle::sys {

class Alarm {
 public:
  struct Setting {
    Time time = kForever;        // when it rings next; never
    Clock::duration interval{};  // and how long after that again; 0: no more
  };

  // `ring` is called in the thread of the alarm, while set() waits.
  explicit Alarm(std::function<void()> ring);
  Alarm(const Alarm&) = delete;
  ~Alarm();

  // Replaces an earlier setting, which it gives back.
  Setting set(const Setting& setting);
  [[nodiscard]] Setting setting();

 private:
  void watch();

  std::function<void()> ring_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Setting setting_;
  bool over_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace waggle::sys
