#include "waggle/runtime/alarm.hh"

namespace waggle::runtime {

Alarm::Alarm(sys::Stop& stop) : stop_(stop), thread_([this] { watch(); }) {}

Alarm::~Alarm() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Alarm::set(sys::Time time) {
  {
    const std::lock_guard lock(mutex_);
    time_ = time;
  }
  changed_.notify_one();
}

void Alarm::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (time_ == sys::kForever) {
      changed_.wait(lock);
    } else if (sys::Clock::now() < time_) {
      changed_.wait_until(lock, time_);
    } else {
      time_ = sys::kForever;
      stop_.request_by_deadline();
    }
  }
}

}  // namespace waggle::runtime
