#include "waggle/runtime/instance.hh"

#include <fmt/format.h>

#include "waggle/abi/bpf_object.hh"
#include "waggle/abi/ewasm/ewasm.hh"
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
  if (options.embedding) {
    instance->stop_ = options.embedding->stop;
  } else {
    WAGGLE_TRY(instance->stop_, sys::Stop::create());
  }
  WAGGLE_TRY(instance->engine_, vm::Engine::create());
  WAGGLE_CHECK(instance->prepare_system(options.path, options.content));
  WAGGLE_CHECK(instance->prepare_guest());
  WAGGLE_CHECK(instance->prepare_chain());
  return instance;
}

Result<std::unique_ptr<Instance>> Instance::create_follower(const Instance& first, std::size_t position) {
  std::unique_ptr<Instance> instance(new Instance(first.options_, first.log_));
  instance->stop_ = first.stop_;
  instance->engine_ = first.engine_;
  WAGGLE_CHECK(instance->prepare_system(first.options_.chain[position], {}));
  WAGGLE_CHECK(instance->prepare_guest());
  return instance;
}

Instance::~Instance() = default;

Result<void> Instance::prepare_system(const std::string& path, const std::optional<ByteVector>& content) {
  WAGGLE_TRY(module_, load_module(*engine_, cache_, path, content));
  auto roots = sys::Roots::open(options_.policy);
  // Not with its own number, which would be taken for one about the module's file.
  if (!roots.ok()) return Error(EINVAL, roots.error().message());
  roots_ = std::move(roots).value();
  if (options_.embedding) return sys::open_stdio_to(descriptors_, options_.policy.grants, options_.embedding->output);
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
                              .trace = options_.trace,
                              .raw_events = options_.raw_events});
  const std::vector<vm::Import> imports = module_->imports();
  if (abi::wasi::is_imported(imports)) WAGGLE_CHECK(abi::wasi::open_preopens(*guest_));
  WAGGLE_TRY(linkage_, abi::Linkage::link(imports, *guest_));
  for (const std::string& name : linkage_->unknown())
    log_.warning(
        fmt::format("the module imports {}, which waggle does not have; a call to it will end the guest", name));
  return {};
}

Result<void> Instance::prepare_chain() {
  for (std::size_t i = 0; i < options_.chain.size(); ++i) {
    auto follower = create_follower(*this, i);
    if (!follower.ok()) return std::move(follower).error().context(options_.chain[i]);
    chain_.push_back(std::move(follower).value());
  }
  const bool told = options_.embedding && options_.embedding->event;
  if (told || !chain_.empty()) guest_->next_in_chain = [this](MutableBytes event) { return pass_on(event); };
  return {};
}

// An event goes through the chain until somebody drops it; where one of the chain ends, all end.
Result<void> Instance::pass_on(MutableBytes event) {
  for (const auto& follower : chain_) {
    const auto passes = abi::ewasm::process_event(*follower->guest_, event);
    if (follower->guest_->ending) guest_->end(*follower->guest_->ending);
    if (!passes.ok()) return Error(passes.error().code());
    if (!*passes) return {};
  }
  return options_.embedding && options_.embedding->event ? options_.embedding->event(event) : Result<void>();
}

// The guest learns of its end at `time`, also where it never waits.
Result<void> Instance::wake_at(sys::Time time) {
  if (signals_) return signals_->wake_at(time);
  if (alarm_) alarm_->set({.time = time});
  return {};
}

Result<abi::Ending> Instance::start() {
  if (options_.embedding) {
    alarm_.emplace([stop = stop_] { stop->request_by_deadline(); });
  } else {
    WAGGLE_TRY(signals_, sys::Signals::catch_for(*stop_));
  }
  stop_->on_request([](void* engine) { static_cast<vm::Engine*>(engine)->interrupt(); }, engine_.get());
  if (options_.timeout) {
    stop_->set_deadline(sys::Clock::now() + std::chrono::duration_cast<sys::Clock::duration>(*options_.timeout));
    WAGGLE_CHECK(wake_at(stop_->deadline()));
  }
  Result<abi::Ending> ending = abi::Ending{};
  WAGGLE_CHECK(vm::run_on_own_stack(kStackSize, [&] { ending = run_to_end(); }));
  return ending;
}

// Runs its start function, and the constructors of a module without `_start`.
Result<void> Instance::instantiate() {
  WAGGLE_CHECK(store_->instantiate(*module_, linkage_->functions()));
  if (!abi::ewasm::is_guest(module_->exports())) return {};
  for (const std::string_view constructors : {"_initialize", "__wasm_call_ctors"}) {
    vm::Slot none{};
    if (store_->has_function(constructors, ")")) return store_->call(constructors, ")", &none);
  }
  return {};
}

Result<abi::Ending> Instance::run_to_end() {
  auto instantiated = instantiate();
  for (const auto& follower : chain_)
    if (instantiated.ok()) instantiated = follower->instantiate();
  if (!instantiated.ok()) {
    // A start function may have run and ended in any way; all else is a module that does not fit.
    if (guest_->ending || stop_->must_end() || instantiated.error().detail<vm::Trap>()) return ending_of(instantiated);
    return Error(ENOEXEC, "the module cannot be started: " + instantiated.error().message());
  }
  return abi::ewasm::is_guest(module_->exports()) ? run_bpf_main() : run_entry();
}

Result<abi::Ending> Instance::run_entry() {
  vm::Slot none{};
  auto called = store_->call(kEntry, ")", &none);
  if (!called.ok() && called.error().code() == ENOENT)
    return Error(ENOEXEC, called.error().message() + "; a guest is a command module, whose entry it is");
  return ending_of(called);
}

Result<abi::Ending> Instance::run_bpf_main() {
  auto status = abi::ewasm::call_main(*guest_, abi::ewasm::environment(options_.args, module_->imports()));
  if (!status.ok()) return ending_of(std::move(status).error());
  if (guest_->ending) return *guest_->ending;
  return abi::Ending{abi::Ending::Kind::exit, *status, {}, {}};
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
  if (stop_->asked()) static_cast<void>(wake_at(stop_->end()));
  return true;
}

Result<abi::Ending> run(const RunOptions& options, Log& log) {
  WAGGLE_TRY(const auto instance, Instance::create(options, log));
  return instance->start();
}

}  // namespace waggle::runtime
