#include "waggle/sys/alarm.hh"

#include <utility>

namespace waggle::sys {

Alarm::Alarm(std::function<void()> ring) : ring_(std::move(ring)), thread_([this] { watch(); }) {}

Alarm::~Alarm() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Alarm::Setting Alarm::set(const Setting& setting) {
  Setting old;
  {
    const std::lock_guard lock(mutex_);
    old = std::exchange(setting_, setting);
  }
  changed_.notify_one();
  return old;
}

Alarm::Setting Alarm::setting() {
  const std::lock_guard lock(mutex_);
  return setting_;
}

void Alarm::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    const Time now = Clock::now();
    if (setting_.time == kForever) {
      changed_.wait(lock);
    } else if (now < setting_.time) {
      changed_.wait_until(lock, setting_.time);
    } else {
      // From now on: who was late does not ring many times at once.
      setting_.time = setting_.interval > Clock::duration::zero() ? now + setting_.interval : kForever;
      ring_();
    }
  }
}

}  // namespace waggle::sys
