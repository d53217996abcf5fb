/* The first loader's C++ class, over its C interface: programs written for it compile unchanged.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WAGGLE_EUNOMIA_BPF_HPP
#define WAGGLE_EUNOMIA_BPF_HPP

#include <eunomia/eunomia-bpf.h>

#include <string>
#include <utility>
#include <vector>

namespace eunomia {

/* A package from its JSON to its end. Functions give 0 or a negative number; get_error_message() has the sentence. */
class bpf_skeleton {
 public:
  bpf_skeleton() = default;
  bpf_skeleton(bpf_skeleton&& other) noexcept : program_(std::exchange(other.program_, nullptr)) {}
  bpf_skeleton(const bpf_skeleton&) = delete;
  bpf_skeleton& operator=(const bpf_skeleton&) = delete;
  ~bpf_skeleton() { destroy(); }

  [[nodiscard]] int open_from_json_config(const std::string& json) noexcept {
    return take(open_eunomia_skel_from_json_package(json.c_str()));
  }
  [[nodiscard]] int open_from_json_config(const std::string& json, std::vector<char> object) noexcept {
    return take(open_eunomia_skel_from_json(json.c_str(), object.data(), object.size(), nullptr));
  }
  [[nodiscard]] int load_and_attach() noexcept { return load_and_attach_eunomia_skel(program_); }
  /* Events as text on standard output. */
  [[nodiscard]] int wait_and_poll() noexcept { return wait_and_poll_to_handler(EXPORT_PLAIN_TEXT, nullptr); }
  [[nodiscard]] int wait_and_poll_to_handler(export_format_type type, void (*handler)(void*, const char*, size_t),
                                             void* context = nullptr) noexcept {
    return wait_and_poll_events_to_handler(program_, type, handler, context);
  }
  /* From any thread: the wait ends. */
  void stop() noexcept { stop_ebpf_program(program_); }
  void destroy() noexcept { destroy_eunomia_skel(std::exchange(program_, nullptr)); }
  [[nodiscard]] std::string get_program_name() const { return program_ ? waggle_eunomia_name(program_) : ""; }
  [[nodiscard]] int get_fd(const char* name) const noexcept { return get_bpf_fd(program_, name); }

 private:
  int take(eunomia_bpf* program) noexcept {
    destroy();
    program_ = program;
    return program ? 0 : -1;
  }

  eunomia_bpf* program_ = nullptr;
};

/* A description with the values of args[1], args[2], ...: parse_args_to_json_config(). */
[[nodiscard]] inline int parse_args_for_json_config(const std::string& json, std::string& out,
                                                    std::vector<std::string> args) {
  std::vector<char*> words;
  std::size_t room = 2 * json.size() + 1024; /* values are written once or twice, escaped */
  for (std::string& word : args) {
    words.push_back(&word[0]);
    room += 16 * word.size();
  }
  out.resize(room);
  const int result =
      parse_args_to_json_config(json.c_str(), words.data(), static_cast<int>(words.size()), &out[0], room);
  out.resize(result == 0 ? out.find('\0') : 0);
  return result;
}

}  // namespace eunomia

#endif
