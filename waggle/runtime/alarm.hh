// Asks a Stop by its deadline at a time, from a thread of its own: for embedded guests, whose process's signals are
// not ours.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "waggle/sys/stop.hh"

namespace waggle::runtime {

class Alarm {
 public:
  // Borrows the Stop.
  explicit Alarm(sys::Stop& stop);
  Alarm(const Alarm&) = delete;
  ~Alarm();

  // Replaces an earlier time.
  void set(sys::Time time);

 private:
  void watch();

  sys::Stop& stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  sys::Time time_ = sys::kForever;
  bool over_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace waggle::runtime
