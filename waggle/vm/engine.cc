#include "waggle/vm/engine.hh"

#include "waggle/vm/capi.hh"
#include "waggle/vm/fault.hh"

namespace waggle::vm {
namespace {

// What the engine keeps for one memory: the region, and the way back to where it is owned.
struct Lease {
  Regions* regions;
  Region* region;
};

std::uint8_t* get_memory(void* env, std::size_t* size, std::size_t* maximum) {
  const Region& region = *static_cast<Lease*>(env)->region;
  *size = region.size();
  *maximum = region.reserved();
  return reinterpret_cast<std::uint8_t*>(region.base());
}

wasmtime_error_t* grow_memory(void* env, std::size_t size) {
  const auto grown = static_cast<Lease*>(env)->region->grow(size);
  return grown ? nullptr : wasmtime_error_new(grown.error().message().c_str());
}

void free_memory(void* env) {
  const std::unique_ptr<Lease> lease(static_cast<Lease*>(env));
  lease->regions->remove(lease->region);
}

wasmtime_error_t* new_memory(void* env, const wasm_memorytype_t*, std::size_t minimum, std::size_t,
                             std::size_t reserved, std::size_t guard, wasmtime_linear_memory_t* out) {
  auto region = Region::reserve(minimum, reserved, guard);
  if (!region) return wasmtime_error_new(region.error().message().c_str());
  auto* regions = static_cast<Regions*>(env);
  auto* lease = new Lease{regions, regions->add(std::move(*region))};
  out->env = lease;
  out->get_memory = get_memory;
  out->grow_memory = grow_memory;
  out->finalizer = free_memory;
  return nullptr;
}

ConfigPtr make_config(Regions& regions) {
  ConfigPtr config(wasm_config_new());
  wasm_config_t* c = config.get();
  // Atomics, for rings that the kernel writes; threads themselves need shared memories.
  wasmtime_config_wasm_threads_set(c, true);
  wasmtime_config_shared_memory_set(c, false);
  wasmtime_config_wasm_memory64_set(c, false);
  // For our own modules (ring_consumer.cc); a Store allows a guest one memory.
  wasmtime_config_wasm_multi_memory_set(c, true);
  wasmtime_config_epoch_interruption_set(c, true);
  wasmtime_config_max_wasm_stack_set(c, kGuestStack);
  // Our memory cannot be a copy-on-write image: with both, the engine aborts.
  wasmtime_config_memory_init_cow_set(c, false);
  wasmtime_config_memory_may_move_set(c, false);
  wasmtime_config_memory_reservation_set(c, std::uint64_t{4} << 30);
  wasmtime_config_memory_guard_size_set(c, std::uint64_t{32} << 20);

  wasmtime_memory_creator_t creator{};
  creator.env = &regions;
  creator.new_memory = new_memory;
  wasmtime_config_host_memory_creator_set(c, &creator);
  return config;
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::create() {
  WAGGLE_CHECK(install_fault_handler());
  std::unique_ptr<Engine> engine(new Engine);
  engine->raw_ = wasm_engine_new_with_config(make_config(engine->regions_).release());
  if (!engine->raw_) return Error(ENOTSUP, "the WebAssembly engine does not support this machine");
  return engine;
}

Engine::~Engine() {
  if (raw_) wasm_engine_delete(raw_);
}

void Engine::interrupt() noexcept { wasmtime_engine_increment_epoch(raw_); }

std::string_view Engine::fingerprint() {
  // The settings' number grows with every change of make_config().
  return "wasmtime-" WASMTIME_VERSION "/settings-2";
}

}  // namespace waggle::vm
