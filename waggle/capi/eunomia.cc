// The functions of eunomia-bpf.h, on the loader.
#include <eunomia/eunomia-bpf.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <optional>

#include "waggle/base/fd.hh"
#include "waggle/base/log.hh"
#include "waggle/bpf/object.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/tracer.hh"
#include "waggle/package/package.hh"

namespace waggle::capi {
namespace {

thread_local std::string last_error;

int fail(const Error& error) {
  last_error = error.message();
  return -error.code();
}

// What a program and its handles share. The descriptor is readable whenever somebody wants something.
struct Control {
  UniqueFd changed;
  std::atomic<bool> ended{false}, paused{false};

  void wake() const {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(changed.get(), &one, sizeof one));
  }
  void calm() const {
    std::uint64_t count = 0;
    static_cast<void>(!::read(changed.get(), &count, sizeof count));
  }
};

using Handler = void (*)(void* context, const char* event, size_t size);

// Text goes to the handler as it is written: a line, or several.
class HandlerOutput final : public event::Output {
 public:
  HandlerOutput(Handler handler, void* context) : handler_(handler), context_(context) {}
  Result<void> write(std::string_view text) override {
    while (text.ends_with('\n')) text.remove_suffix(1);
    handler_(context_, std::string(text).c_str(), text.size());
    return {};
  }

 private:
  Handler handler_;
  void* context_;
};

// One call of the handler for each event.
class HandlerSink final : public event::Sink {
 public:
  HandlerSink(export_format_type type, Handler handler, void* context)
      : output_(handler, context), raw_(type == EXPORT_RAW_EVENT) {
    text_ =
        event::make_sink(type == EXPORT_JSON ? event::Format::first_gen_json : event::Format::first_gen, output_, {});
  }
  Result<void> write(const event::Event& event) override {
    if (raw_) return output_.write(as_text(event.bytes));
    WAGGLE_CHECK(text_->write(event));
    return text_->flush();
  }

 private:
  HandlerOutput output_;
  std::unique_ptr<event::Sink> text_;
  bool raw_;
};

}  // namespace
}  // namespace waggle::capi

struct eunomia_polling_handle {
  std::shared_ptr<waggle::capi::Control> control;
};

struct eunomia_bpf {
  waggle::package::Package package;
  waggle::loader::Options options;
  std::shared_ptr<waggle::capi::Control> control;
  waggle::SilentLog log;
  std::unique_ptr<waggle::loader::Tracer> tracer;
};

namespace waggle::capi {
namespace {

Result<std::unique_ptr<eunomia_bpf>> open(const char* json, const char* kernel_types) {
  if (json == nullptr) return Error(EINVAL, "there is no package");
  auto program = std::make_unique<eunomia_bpf>();
  WAGGLE_TRY(program->package, package::open(as_bytes(json), "package"));
  if (kernel_types != nullptr) program->options.kernel_btf = kernel_types;
  program->control = std::make_shared<Control>();
  program->control->changed = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!program->control->changed) return errno_error("eventfd");
  return program;
}

eunomia_bpf* give(Result<std::unique_ptr<eunomia_bpf>> program) {
  if (!program.ok()) return fail(program.error()), nullptr;
  return std::move(program).value().release();
}

Result<void> start(eunomia_bpf& program) {
  if (program.tracer) return Error(EALREADY, "the program runs already");
  WAGGLE_TRY(program.tracer,
             loader::Tracer::start(program.package, program.options, [](std::string_view) {}, program.log));
  return {};
}

// Waits for events, or for somebody who wants something.
Result<void> wait(const eunomia_bpf& program) {
  std::vector<pollfd> fds{{.fd = program.control->changed.get(), .events = POLLIN, .revents = 0}};
  if (!program.control->paused)
    for (const int fd : program.tracer->descriptors()) fds.push_back({.fd = fd, .events = POLLIN, .revents = 0});
  if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) return errno_error("waiting for events");
  if (fds.front().revents != 0) program.control->calm();
  return {};
}

Result<void> poll_events(eunomia_bpf& program, event::Sink& sink) {
  constexpr std::size_t kTurn = 256;
  if (!program.tracer) return Error(EINVAL, "the program is not loaded");
  while (!program.control->ended) {
    std::size_t count = 0;
    if (!program.control->paused) {
      WAGGLE_TRY(count, program.tracer->consume(sink, kTurn));
    }
    if (count == 0) WAGGLE_CHECK(wait(program));
  }
  return {};
}

Result<int> find_fd(eunomia_bpf& program, const char* name) {
  if (!program.tracer) return Error(EINVAL, "the program is not loaded");
  bpf::Object& object = program.tracer->object();
  if (const bpf::Map* map = object.map(name)) return map->fd();
  if (const auto found = object.program(name)) return found->fd();
  return Error(ENOENT, "the object has no map or program of this name");
}

}  // namespace
}  // namespace waggle::capi

using waggle::capi::fail;

eunomia_bpf* open_eunomia_skel_from_json_package(const char* json) {
  return waggle::capi::give(waggle::capi::open(json, nullptr));
}

eunomia_bpf* open_eunomia_skel_from_json_package_with_btf(const char* json, char* kernel_types) {
  return waggle::capi::give(waggle::capi::open(json, kernel_types));
}

eunomia_bpf* open_eunomia_skel_from_json_package_with_args(const char* json, char** args, int count,
                                                           char* kernel_types) {
  auto program = waggle::capi::open(json, kernel_types);
  if (program.ok() && count > 1) (*program)->options.arguments.assign(args + 1, args + count);
  return waggle::capi::give(std::move(program));
}

eunomia_bpf* open_eunomia_skel_from_json(const char* json, const char* object, size_t size, char* kernel_types) {
  auto program = waggle::capi::open(json, kernel_types);
  const auto* const bytes = reinterpret_cast<const std::byte*>(object);
  if (program.ok()) (*program)->package.object.assign(bytes, bytes + size);
  return waggle::capi::give(std::move(program));
}

int load_and_attach_eunomia_skel(eunomia_bpf* program) {
  const auto started = waggle::capi::start(*program);
  return started.ok() ? 0 : fail(started.error());
}

int wait_and_poll_events_to_handler(eunomia_bpf* program, export_format_type type,
                                    void (*handler)(void* context, const char* event, size_t size), void* context) {
  if (handler == nullptr) return fail(waggle::Error(EINVAL, "there is no handler"));
  waggle::capi::HandlerSink sink(type, handler, context);
  const auto polled = waggle::capi::poll_events(*program, sink);
  return polled.ok() ? 0 : fail(polled.error());
}

int get_bpf_fd(eunomia_bpf* program, const char* name) {
  const auto fd = waggle::capi::find_fd(*program, name);
  return fd.ok() ? *fd : fail(fd.error());
}

void stop_ebpf_program(eunomia_bpf* program) {
  if (program == nullptr) return;
  program->control->ended = true;
  program->control->wake();
}

void destroy_eunomia_skel(eunomia_bpf* program) { delete program; }
void free_bpf_skel(eunomia_bpf* program) { delete program; }

eunomia_polling_handle* handle_create(eunomia_bpf* program) { return new eunomia_polling_handle{program->control}; }

void handle_set_pause_state(eunomia_polling_handle* handle, uint8_t pause) {
  handle->control->paused = pause != 0;
  handle->control->wake();
}

void handle_terminate(eunomia_polling_handle* handle) {
  handle->control->ended = true;
  handle->control->wake();
}

void handle_destroy(eunomia_polling_handle* handle) { delete handle; }

void get_error_message(char* out, size_t size) {
  if (size == 0) return;
  const std::string& text = waggle::capi::last_error;
  const size_t length = std::min(size - 1, text.size());
  std::memcpy(out, text.data(), length);
  out[length] = 0;
}
