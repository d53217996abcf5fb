#include "waggle/runtime/instance.hh"

#include <fmt/format.h>

#include "waggle/abi/bpf_object.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/runtime/source.hh"
#include "waggle/sys/stdio.hh"
#include "waggle/vm/guest_stack.hh"
#include "waggle/vm/trap.hh"

namespace waggle::runtime {
namespace {

// What the guest may use (vm::kGuestStack) and, below it, what libbpf and we need.
constexpr std::size_t kStackSize = vm::kGuestStack + (std::size_t{6} << 20);

constexpr std::string_view kEntry = "_start";

}  // namespace

Result<std::unique_ptr<Instance>> Instance::create(const RunOptions& options, Log& log) {
  std::unique_ptr<Instance> instance(new Instance(options, log));
  WAGGLE_CHECK(instance->prepare_system());
  WAGGLE_CHECK(instance->prepare_guest());
  return instance;
}

Instance::~Instance() = default;

Result<void> Instance::prepare_system() {
  WAGGLE_TRY(stop_, sys::Stop::create());
  WAGGLE_TRY(engine_, vm::Engine::create());
  WAGGLE_TRY(module_, load_module(*engine_, cache_, options_.path, options_.content));
  auto roots = sys::Roots::open(options_.policy);
  // Not with its own number, which would be taken for one about the module's file.
  if (!roots.ok()) return Error(EINVAL, roots.error().message());
  roots_ = std::move(roots).value();
  return sys::open_stdio(descriptors_, options_.policy.grants);
}

Result<void> Instance::prepare_guest() {
  const auto compile = [this](vm::Engine& engine, Bytes wasm) { return cache_.load(engine, wasm); };
  store_ = vm::Store::create(*engine_, options_.limits, [this] { return keep_going(); }, compile);
  guest_.reset(new abi::Guest{.store = *store_,
                              .policy = options_.policy,
                              .descriptors = descriptors_,
                              .roots = *roots_,
                              .stop = *stop_,
                              .log = log_,
                              .args = options_.args,
                              .trace = options_.trace});
  const std::vector<vm::Import> imports = module_->imports();
  if (abi::wasi::is_imported(imports)) WAGGLE_CHECK(abi::wasi::open_preopens(*guest_));
  WAGGLE_TRY(linkage_, abi::Linkage::link(imports, *guest_));
  for (const std::string& name : linkage_->unknown())
    log_.warning(
        fmt::format("the module imports {}, which waggle does not have; a call to it will end the guest", name));
  return {};
}

Result<abi::Ending> Instance::start() {
  WAGGLE_TRY(signals_, sys::Signals::catch_for(*stop_));
  stop_->on_request([](void* engine) { static_cast<vm::Engine*>(engine)->interrupt(); }, engine_.get());
  if (options_.timeout) {
    stop_->set_deadline(sys::Clock::now() + std::chrono::duration_cast<sys::Clock::duration>(*options_.timeout));
    WAGGLE_CHECK(signals_->wake_at(stop_->deadline()));
  }
  Result<abi::Ending> ending = abi::Ending{};
  WAGGLE_CHECK(vm::run_on_own_stack(kStackSize, [&] { ending = run_to_end(); }));
  return ending;
}

Result<abi::Ending> Instance::run_to_end() {
  const auto instantiated = store_->instantiate(*module_, linkage_->functions());
  if (!instantiated.ok()) {
    // A start function may have run and ended in any way; all else is a module that does not fit.
    if (guest_->ending || stop_->must_end() || instantiated.error().detail<vm::Trap>()) return ending_of(instantiated);
    return Error(ENOEXEC, "the module cannot be started: " + instantiated.error().message());
  }
  vm::Slot none{};
  auto called = store_->call(kEntry, ")", &none);
  if (!called.ok() && called.error().code() == ENOENT)
    return Error(ENOEXEC, called.error().message() + "; a guest is a command module, whose entry it is");
  return ending_of(called);
}

abi::Ending Instance::ending_of(const Result<void>& called) {
  if (guest_->ending) return *guest_->ending;
  if (called.ok()) return {};
  if (stop_->must_end())
    return stop_->timed_out() ? abi::Ending{abi::Ending::Kind::timeout, 0, {}, {}}
                              : abi::Ending{abi::Ending::Kind::signal, stop_->signal(), {}, {}};
  const auto* trap = called.error().detail<vm::Trap>();
  return {abi::Ending::Kind::trap, 0, called.error().message(), trap ? trap->backtrace : std::string()};
}

// Asked inside the guest's own loops once somebody wants it to end: not yet, perhaps, but then
// again at the end of its patience.
bool Instance::keep_going() {
  if (stop_->must_end()) return false;
  if (stop_->asked() && signals_) static_cast<void>(signals_->wake_at(stop_->end()));
  return true;
}

Result<abi::Ending> run(const RunOptions& options, Log& log) {
  WAGGLE_TRY(const auto instance, Instance::create(options, log));
  return instance->start();
}

}  // namespace waggle::runtime
