#include "waggle/capi/event.hh"

#include <chrono>

#include "waggle/waggle.h"

namespace waggle::capi {
namespace {

class Line final : public event::Output {
 public:
  Result<void> write(std::string_view piece) override {
    text += piece;
    return {};
  }
  std::string text;
};

std::string json_of(const event::Event& event) {
  Line line;
  const auto sink = event::make_sink(event::Format::first_gen_json, line, {});
  if (!sink->write(event).ok() || !sink->flush().ok()) return "null";
  while (line.text.ends_with('\n')) line.text.pop_back();
  return std::move(line.text);
}

std::uint64_t nanoseconds(event::WallTime time) {
  return static_cast<std::uint64_t>(time.time_since_epoch() / std::chrono::nanoseconds(1));
}

const std::string& json(const waggle_event& event) {
  if (event.json.empty()) event.json = event.make_json();
  return event.json;
}

}  // namespace

waggle_event show(const event::Event& event) {
  return {event.stream.name,
          event.stream.type ? event.stream.type->name : std::string(),
          nanoseconds(event.time),
          event.bytes,
          [&event] { return json_of(event); },
          {}};
}

waggle_event show(MutableBytes payload, bool is_json) {
  const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  return {{},
          {},
          nanoseconds(now),
          payload,
          [payload, is_json] { return is_json ? std::string(as_text(payload)) : std::string("null"); },
          {}};
}

}  // namespace waggle::capi

const char* waggle_event_map(const waggle_event* event) { return event->map.c_str(); }
const char* waggle_event_type(const waggle_event* event) { return event->type.c_str(); }
uint64_t waggle_event_time(const waggle_event* event) { return event->time; }

const void* waggle_event_data(const waggle_event* event, size_t* size) {
  if (size != nullptr) *size = event->data.size();
  return event->data.data();
}

const char* waggle_event_json(const waggle_event* event, size_t* size) {
  const std::string& text = waggle::capi::json(*event);
  if (size != nullptr) *size = text.size();
  return text.c_str();
}
