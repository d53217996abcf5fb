#include "waggle/abi/ewasm/ewasm.hh"

#include <poll.h>

#include <algorithm>

#include "waggle/abi/ewasm/guest_sink.hh"
#include "waggle/abi/ewasm/state.hh"
#include "waggle/base/defer.hh"
#include "waggle/sys/stop.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::ewasm {
namespace {

// Records of one buffer before the others have their turn, and before a request to stop is heard.
constexpr std::size_t kTurn = 256;

Result<Program*> find(Guest& guest, std::int32_t number) {
  auto& programs = state_of(guest).programs;
  if (number < 0 || static_cast<std::size_t>(number) >= programs.size()) return Error(EINVAL);
  return programs[static_cast<std::size_t>(number)].get();
}

// How many events came.
Result<std::size_t> consume(State& state, GuestSink& sink) {
  std::size_t count = 0;
  for (const auto& program : state.programs) {
    if (!program->tracer) continue;
    WAGGLE_TRY(const std::size_t came, program->tracer->consume(sink, kTurn));
    count += came;
  }
  return count;
}

std::vector<pollfd> descriptors(const State& state) {
  std::vector<pollfd> all;
  for (const auto& program : state.programs) {
    if (!program->tracer) continue;
    for (const int fd : program->tracer->descriptors()) all.push_back({fd, POLLIN, 0});
  }
  return all;
}

}  // namespace

std::span<const Import> imports() {
  static constexpr auto kImports = abi::imports(kRows);
  return kImports;
}

Result<std::int32_t> create(Guest& guest, Image json) {
  State& state = state_of(guest);
  if (state.programs.size() >= kMostPrograms) return Error(EMFILE);
  auto package = package::open(json.bytes, "guest");
  if (!package.ok()) {
    guest.log.error("env.create_bpf: " + package.error().message());
    return std::move(package).error();
  }
  WAGGLE_TRY(Charge charge, guest.object_bytes.take(package->object.size()));
  state.programs.push_back(std::make_unique<Program>(std::move(charge), std::move(package).value(), nullptr));
  return static_cast<std::int32_t>(state.programs.size() - 1);
}

Result<std::int32_t> run(Guest& guest, std::int32_t package) {
  WAGGLE_TRY(Program* const program, find(guest, package));
  if (program->tracer) return Error(EBUSY);
  loader::Options options;
  options.policy = guest.policy;
  const auto text = [&guest](std::string_view line) { guest.log.info(line); };
  auto tracer = loader::Tracer::start(program->package, options, text, guest.log);
  if (!tracer.ok()) {
    guest.log.error("env.run_bpf: " + tracer.error().message());
    return std::move(tracer).error();
  }
  program->tracer = std::move(tracer).value();
  return 0;
}

Result<std::int32_t> wait_and_poll(Guest& guest, std::int32_t package) {
  WAGGLE_TRY(const Program* const program, find(guest, package));
  if (!program->tracer) return Error(EINVAL);
  State& state = state_of(guest);
  if (state.polling) return Error(EBUSY);
  state.polling = true;
  const Defer done([&state] { state.polling = false; });
  GuestSink sink(guest);
  while (!guest.ending) {
    if (guest.stop.take_interruption()) return 0;
    WAGGLE_TRY(const std::size_t came, consume(state, sink));
    if (came != 0) continue;
    auto fds = descriptors(state);
    const auto ready = sys::wait(guest.stop, fds, sys::kForever);
    if (!ready.ok()) return ready.error().code() == EINTR ? Result<std::int32_t>(0) : Error(ready.error().code());
  }
  return 0;
}

}  // namespace waggle::abi::ewasm
