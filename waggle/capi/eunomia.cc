// The functions of eunomia-bpf.h, on the loader.
#include <eunomia/eunomia-bpf.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <climits>
#include <cstring>
#include <memory>
#include <optional>

#include "waggle/base/fd.hh"
#include "waggle/base/file.hh"
#include "waggle/base/log.hh"
#include "waggle/bpf/object.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/description.hh"
#include "waggle/loader/globals.hh"
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

// Text goes to the handler as it is written: a line, or several; without one, to standard output, as its caller asks.
class HandlerOutput final : public event::Output {
 public:
  HandlerOutput(Handler handler, void* context) : handler_(handler), context_(context) {}
  Result<void> write(std::string_view text) override {
    if (handler_ == nullptr) return write_all(STDOUT_FILENO, as_bytes(text));
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

// What may be wrong with a package or its arguments is said before anything is loaded.
Result<void> check(const eunomia_bpf& program) {
  WAGGLE_TRY(const auto opened, loader::open_object(program.package, program.options));
  return opened.globals.apply(program.package, program.options.arguments, opened.spec);
}

Result<std::unique_ptr<eunomia_bpf>> make(Result<package::Package> package, std::vector<std::string> arguments,
                                          const char* kernel_types) {
  auto program = std::make_unique<eunomia_bpf>();
  WAGGLE_TRY(program->package, std::move(package));
  program->options.arguments = std::move(arguments);
  if (kernel_types != nullptr) program->options.kernel_btf = kernel_types;
  WAGGLE_CHECK(check(*program));
  program->control = std::make_shared<Control>();
  program->control->changed = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!program->control->changed) return errno_error("eventfd");
  return program;
}

Result<package::Package> open(const char* json) {
  if (json == nullptr) return Error(EINVAL, "there is no package");
  return package::open_json(as_bytes(json), "package");
}

// args[0] is the program's name.
std::vector<std::string> words(char** args, int count) {
  return count > 1 ? std::vector<std::string>(args + 1, args + count) : std::vector<std::string>();
}

eunomia_bpf* give(Result<std::unique_ptr<eunomia_bpf>> program) {
  if (!program.ok()) return fail(program.error()), nullptr;
  return std::move(program).value().release();
}

int answer(const Result<void>& result) { return result.ok() ? 0 : fail(result.error()); }
int no_program() { return fail(Error(EINVAL, "there is no program")); }

Result<void> start(eunomia_bpf& program) {
  if (program.tracer) return Error(EALREADY, "the program runs already");
  WAGGLE_TRY(program.tracer,
             loader::Tracer::start(program.package, program.options, [](std::string_view) {}, program.log));
  return {};
}

// Until the next map is to be read, in milliseconds; -1 for ever.
int patience(loader::Samples& samples) {
  using Clock = loader::Samples::Clock;
  if (samples.next() == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(samples.next() - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

// Waits for events, or for somebody who wants something.
Result<void> wait(const eunomia_bpf& program) {
  std::vector<pollfd> fds{{.fd = program.control->changed.get(), .events = POLLIN, .revents = 0}};
  if (!program.control->paused)
    for (const int fd : program.tracer->descriptors()) fds.push_back({.fd = fd, .events = POLLIN, .revents = 0});
  const int timeout = program.control->paused ? -1 : patience(program.tracer->samples());
  if (::poll(fds.data(), fds.size(), timeout) < 0 && errno != EINTR) return errno_error("waiting for events");
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
      WAGGLE_CHECK(program.tracer->samples().show_due(loader::Samples::Clock::now(), {sink}));
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

Result<std::string> described(const char* json, const std::vector<std::string>& arguments) {
  if (json == nullptr) return Error(EINVAL, "there is no description");
  WAGGLE_TRY(auto description, loader::Description::parse(json));
  if (loader::asks_for_help(arguments) || loader::asks_for_version(arguments))
    return Error(ECANCELED, description.usage());
  WAGGLE_CHECK(description.apply(arguments));
  return description.json();
}

void copy_text(const std::string& text, char* out, std::size_t size) {
  const std::size_t length = std::min(size - 1, text.size());
  std::memcpy(out, text.data(), length);
  out[length] = 0;
}

}  // namespace
}  // namespace waggle::capi

namespace capi = waggle::capi;

eunomia_bpf* open_eunomia_skel_from_json_package(const char* json) {
  return capi::give(capi::make(capi::open(json), {}, nullptr));
}

eunomia_bpf* open_eunomia_skel_from_json_package_with_btf(const char* json, char* kernel_types) {
  return capi::give(capi::make(capi::open(json), {}, kernel_types));
}

eunomia_bpf* open_eunomia_skel_from_json_package_with_args(const char* json, char** args, int count,
                                                           char* kernel_types) {
  return capi::give(capi::make(capi::open(json), capi::words(args, count), kernel_types));
}

eunomia_bpf* open_eunomia_skel_from_json(const char* json, const char* object, size_t size, char* kernel_types) {
  if (json == nullptr || object == nullptr) return capi::no_program(), nullptr;
  const waggle::Bytes bytes(reinterpret_cast<const std::byte*>(object), size);
  return capi::give(capi::make(waggle::package::open_json(waggle::as_bytes(json), "package", bytes), {}, kernel_types));
}

int load_and_attach_eunomia_skel(eunomia_bpf* program) {
  return program == nullptr ? capi::no_program() : capi::answer(capi::start(*program));
}

int wait_and_poll_events_to_handler(eunomia_bpf* program, export_format_type type,
                                    void (*handler)(void* context, const char* event, size_t size), void* context) {
  if (program == nullptr) return capi::no_program();
  capi::HandlerSink sink(type, handler, context);
  return capi::answer(capi::poll_events(*program, sink));
}

int get_bpf_fd(eunomia_bpf* program, const char* name) {
  if (program == nullptr) return capi::no_program();
  const auto fd = capi::find_fd(*program, name);
  return fd.ok() ? *fd : capi::fail(fd.error());
}

const char* waggle_eunomia_name(const eunomia_bpf* program) { return program->package.name.c_str(); }

void stop_ebpf_program(eunomia_bpf* program) {
  if (program == nullptr) return;
  program->control->ended = true;
  program->control->wake();
}

void destroy_eunomia_skel(eunomia_bpf* program) { delete program; }
void free_bpf_skel(eunomia_bpf* program) { delete program; }

eunomia_polling_handle* handle_create(eunomia_bpf* program) {
  return program == nullptr ? nullptr : new eunomia_polling_handle{program->control};
}

void handle_set_pause_state(eunomia_polling_handle* handle, uint8_t pause) {
  handle->control->paused = pause != 0;
  handle->control->wake();
}

void handle_terminate(eunomia_polling_handle* handle) {
  handle->control->ended = true;
  handle->control->wake();
}

void handle_destroy(eunomia_polling_handle* handle) { delete handle; }

int parse_args_to_json_config(const char* json, char** args, int count, char* out, size_t size) {
  const auto text = capi::described(json, capi::words(args, count));
  if (!text.ok() && text.error().code() == ECANCELED) return capi::fail(text.error()), 1;
  if (!text.ok()) return capi::fail(text.error());
  if (text->size() >= size) return capi::fail(waggle::Error(ENOSPC, "there is no room for the description"));
  capi::copy_text(*text, out, size);
  return 0;
}

void get_error_message(char* out, size_t size) {
  if (size > 0) capi::copy_text(capi::last_error, out, size);
}
