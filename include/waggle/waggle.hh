// waggle.h for C++: the same, owned, with std::function for callbacks. Nothing here throws but what callbacks throw,
// and those must not.
#pragma once

#include <waggle/waggle.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace waggle {

// Valid until the callback that got it returns.
class EventView {
 public:
  explicit EventView(const waggle_event* raw) : raw_(raw) {}

  [[nodiscard]] std::string_view map() const { return ::waggle_event_map(raw_); }
  [[nodiscard]] std::string_view type() const { return ::waggle_event_type(raw_); }
  [[nodiscard]] std::chrono::nanoseconds time() const { return std::chrono::nanoseconds(::waggle_event_time(raw_)); }
  // The bytes, as the BPF program or the guest wrote them.
  [[nodiscard]] std::string_view data() const {
    std::size_t size = 0;
    const void* const at = ::waggle_event_data(raw_, &size);
    return {static_cast<const char*>(at), size};
  }
  [[nodiscard]] std::string_view json() const {
    std::size_t size = 0;
    const char* const at = ::waggle_event_json(raw_, &size);
    return {at, size};
  }

 private:
  const waggle_event* raw_;
};

// One guest or package: loaded once, run once. Results are those of the C functions.
class Instance {
 public:
  // False ends the run.
  using OnEvent = std::function<bool(const EventView& event)>;
  using OnOutput = std::function<void(int number, std::string_view text)>;
  using OnLog = std::function<void(waggle_level level, std::string_view line)>;

  int load(std::string_view bytes, const std::string& name) {
    return ::waggle_load(raw(), bytes.data(), bytes.size(), name.c_str());
  }
  int load_file(const std::string& path) { return ::waggle_load_file(raw(), path.c_str()); }
  int set_arguments(const std::vector<std::string>& arguments) {
    std::vector<const char*> list;
    for (const std::string& argument : arguments) list.push_back(argument.c_str());
    return ::waggle_set_arguments(raw(), static_cast<int>(list.size()), list.data());
  }
  int set_option(const std::string& name, const std::string& value = {}) {
    return ::waggle_set_option(raw(), name.c_str(), value.c_str());
  }

  void on_event(OnEvent callback) {
    state_->event = std::move(callback);
    ::waggle_on_event(
        raw(),
        [](void* state, const waggle_event* event) {
          return static_cast<State*>(state)->event(EventView(event)) ? 0 : -1;
        },
        state_.get());
  }
  void on_output(OnOutput callback) {
    state_->output = std::move(callback);
    ::waggle_on_output(
        raw(),
        [](void* state, int number, const char* text, std::size_t size) {
          static_cast<State*>(state)->output(number, {text, size});
        },
        state_.get());
  }
  void on_log(OnLog callback) {
    state_->log = std::move(callback);
    ::waggle_on_log(
        raw(), [](void* state, waggle_level level, const char* line) { static_cast<State*>(state)->log(level, line); },
        state_.get());
  }

  int run() { return ::waggle_run(raw()); }
  int start() { return ::waggle_start(raw()); }
  int wait() { return ::waggle_wait(raw()); }
  void stop() { ::waggle_stop(raw()); }
  [[nodiscard]] std::string error() const { return ::waggle_error(state_->raw.get()); }

 private:
  struct State {  // what callbacks point to: it does not move
    OnEvent event;
    OnOutput output;
    OnLog log;
    struct Free {
      void operator()(::waggle_program* raw) const { ::waggle_free(raw); }
    };
    std::unique_ptr<::waggle_program, Free> raw{::waggle_new()};  // last: its end may still call
  };
  [[nodiscard]] ::waggle_program* raw() { return state_->raw.get(); }

  std::unique_ptr<State> state_ = std::make_unique<State>();
};

}  // namespace waggle
