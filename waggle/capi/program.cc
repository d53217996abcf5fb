#include "waggle/capi/program.hh"

#include <fmt/format.h>

#include <csignal>

#include "waggle/base/strings.hh"
#include "waggle/capi/event.hh"
#include "waggle/loader/limit.hh"
#include "waggle/loader/run.hh"
#include "waggle/vm/aot_cache.hh"

namespace waggle::capi {
namespace {

constexpr int kSignal = 128;  // + n: signal n ended it

// Gives events to a callback; a negative answer ends the run and is kept.
class CallbackSink final : public event::Sink {
 public:
  explicit CallbackSink(const Callback<waggle_event_callback>& callback) : callback_(callback) {}

  Result<void> write(const event::Event& event) override {
    if (callback_.function == nullptr) return {};
    const waggle_event shown = show(event);
    answer = callback_.function(callback_.context, &shown);
    return answer < 0 ? Result<void>(Error(ECANCELED)) : Result<void>();
  }
  int answer = 0;

 private:
  const Callback<waggle_event_callback>& callback_;
};

}  // namespace

Result<std::unique_ptr<Program>> Program::create() {
  std::unique_ptr<Program> program(new Program);
  WAGGLE_TRY(program->stop_, sys::Stop::create());
  return program;
}

Program::~Program() {
  if (!thread_.joinable()) return;
  stop_->end_now();
  thread_.join();
}

Result<void> Program::load(ByteVector bytes, std::string_view name) {
  if (guest_ || package_) return Error(EALREADY, "something is loaded already");
  name_ = name;
  if (package::looks_like_package(bytes)) {
    WAGGLE_TRY(auto package, package::open(bytes, name));
    package_.emplace(PackageRun{std::move(package), {}, {}, {}});
    return {};
  }
  guest_.emplace();
  guest_->path = name_;
  guest_->content = std::move(bytes);
  guest_->cache_folder = vm::default_cache_folder();
  guest_->args = {name_};
  return {};
}

Result<void> Program::set_arguments(std::vector<std::string> arguments) {
  if (!guest_ && !package_) return Error(EINVAL, "nothing is loaded");
  if (package_) return package_->options.arguments = std::move(arguments), Result<void>();
  guest_->args = {name_};
  guest_->args.insert(guest_->args.end(), arguments.begin(), arguments.end());
  return {};
}

Result<void> Program::set_option(std::string_view name, const std::string& value) {
  if (!guest_ && !package_) return Error(EINVAL, "nothing is loaded");
  auto known = guest_ ? runtime::set_option(*guest_, name, value) : loader::set_option(package_->options, name, value);
  if (package_ && name == "duration") {
    WAGGLE_TRY(package_->duration, parse_duration(value));
    known = true;
  } else if (package_ && name == "count") {
    WAGGLE_TRY(package_->count, parse_number<std::uint64_t>(value));
    known = true;
  }
  if (!known.ok()) return std::move(known).error().context(name);
  if (!*known) return Error(EINVAL, fmt::format("a {} has no option '{}'", guest_ ? "guest" : "package", name));
  return {};
}

Result<int> Program::run() {
  if (!guest_ && !package_) return Error(EINVAL, "nothing is loaded");
  if (ran_) return Error(EALREADY, "it has run already");
  ran_ = true;
  return guest_ ? run_guest() : run_package();
}

Result<void> Program::start() {
  if (thread_.joinable()) return Error(EALREADY, "it runs already");
  thread_ = std::thread([this] { result_.emplace(run()); });
  return {};
}

Result<int> Program::wait() {
  if (!thread_.joinable()) return Error(EINVAL, "it was not started");
  thread_.join();
  Result<int> result = std::move(*result_);
  return result;
}

void Program::stop() noexcept { stop_->request(SIGINT); }

int Program::fail(const Error& error) {
  error_ = error.message();
  return -error.code();
}

void Program::write(LogLevel level, std::string_view line) {
  if (on_log.function == nullptr) return;
  on_log.function(on_log.context, static_cast<waggle_level>(level), std::string(line).c_str());
}

runtime::Embedding Program::embedding() {
  const auto output = [this](int number, std::string_view text) {
    if (on_output.function != nullptr) on_output.function(on_output.context, number, text.data(), text.size());
  };
  const auto event = [this](MutableBytes payload) -> Result<void> {
    if (on_event.function == nullptr) return {};
    const waggle_event shown = show(payload, !guest_->raw_events);
    if (on_event.function(on_event.context, &shown) < 0) stop();
    return {};
  };
  return {stop_, output, event};
}

Result<int> Program::status(const abi::Ending& ending) const {
  using Kind = abi::Ending::Kind;
  switch (ending.kind) {
    case Kind::exit: return ending.code;
    case Kind::signal: return kSignal + ending.code;
    case Kind::timeout: return Error(ETIMEDOUT, "the guest's time is over");
    case Kind::bug: return Error(ENOTRECOVERABLE, "a bug in waggle: " + ending.reason);
    case Kind::trap: break;
  }
  return Error(ECANCELED, "the guest trapped: " + ending.reason);
}

Result<int> Program::run_guest() {
  guest_->embedding = embedding();
  WAGGLE_TRY(const abi::Ending ending, runtime::run(*guest_, *this));
  return status(ending);
}

Result<int> Program::run_package() {
  const auto text = [this](std::string_view piece) {
    if (on_output.function != nullptr) on_output.function(on_output.context, 1, piece.data(), piece.size());
  };
  WAGGLE_TRY(const auto tracer, loader::Tracer::start(package_->package, package_->options, text, *this));
  auto callback = std::make_unique<CallbackSink>(on_event);
  const CallbackSink& called = *callback;
  loader::LimitSink sink(package_->count.value_or(UINT64_MAX), std::move(callback));
  loader::RunLimits limits;
  limits.stop = stop_->wake_fd();
  limits.duration = package_->duration;
  limits.enough = [&sink] { return sink.reached(); };
  const auto ending = loader::run(*tracer, sink, limits);
  if (called.answer < 0) return Error(-called.answer, "an event's callback ended it");
  if (!ending.ok()) return Error(ending.error().code(), ending.error().message());
  return 0;
}

}  // namespace waggle::capi
