// What the events of each buffer look like, and who said so: the package, the user, a tag on the map, debug
// information, the size of what is sent, or the instructions that write it; else bytes. Decided once, before the first
// event; the log says what was chosen and why.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/event/event.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// The streams of one buffer: one, or one for each size of event where a buffer carries several kinds. Never empty.
struct EventTypes {
  std::vector<std::unique_ptr<event::Stream>> streams;

  // The stream of an event of so many bytes: the one of exactly this size, else the first.
  [[nodiscard]] const event::Stream& of(std::size_t bytes) const;
};

class EventTyping {
 public:
  // Borrows everything for its life. An error where --type names what is not there.
  static Result<EventTyping> create(const Loaded& loaded, const package::Package& package, const Options& options,
                                    Log& log);
  EventTyping(EventTyping&&) noexcept;
  ~EventTyping();

  // `map` is a ring buffer or perf event array of the object.
  [[nodiscard]] Result<EventTypes> decide(const std::string& map) const;

 private:
  struct State;
  explicit EventTyping(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::loader
