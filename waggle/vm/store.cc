#include "waggle/vm/store.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "waggle/base/defer.hh"
#include "waggle/vm/capi.hh"
#include "waggle/vm/table_call.hh"
#include "waggle/vm/trap.hh"

namespace waggle::vm {
namespace {

constexpr std::string_view kMemory = "memory";

}  // namespace

struct Store::State {
  Engine* engine = nullptr;
  Limits limits;
  KeepGoing keep_going;
  Compile compile;
  StorePtr store;
  wasmtime_context_t* context = nullptr;
  std::optional<wasmtime_instance_t> instance;  // none while its start function runs
  // What the engine hands back at a call.
  struct Entry {
    const HostFunction* function;
    Store* store;
  };
  std::vector<Entry> entries;
  std::vector<Export> exports;
  std::map<std::string, TableCall, std::less<>> table_calls;  // by function type
  struct KnownConsumer {
    std::string callee;
    std::unique_ptr<RingConsumer> consumer;
    bool lent = false;
  };
  std::vector<KnownConsumer> consumers;

  // What is made while this lives is ours and for the guest's sake: its limits do not hold for it.
  [[nodiscard]] auto without_limits();
  void limit();
  // The function of this name and type. ENOENT.
  [[nodiscard]] Result<wasmtime_extern_t> function(std::string_view name, std::string_view type) const;
  // The table that callbacks are looked up in. EINVAL.
  [[nodiscard]] Result<wasmtime_extern_t> table() const;
  Result<RingConsumer*> lend(std::string_view callee);

  // The engine's side of every host function.
  static Ended enter_host(void* entry, wasmtime_caller_t* caller, wasmtime_val_raw_t* raw, std::size_t);
  // A start function runs before there is an instance to ask; its caller knows it.
  static void use_memory_of(wasmtime_caller_t* caller, Store& store);
  // The memory that the host knows by its address; null for anything else.
  [[nodiscard]] Region* region_of(const wasmtime_extern_t& exported) const;
  std::optional<wasmtime_extern_t> find(std::string_view name) const {
    wasmtime_extern_t found;
    if (!instance || !wasmtime_instance_export_get(context, &*instance, name.data(), name.size(), &found))
      return std::nullopt;
    return found;
  }
  Result<TableCall*> table_call(std::string_view type);
  // Asks whether to go on, from inside the guest.
  static wasmtime_error_t* on_epoch(wasmtime_context_t*, void* state, std::uint64_t* delta,
                                    wasmtime_update_deadline_kind_t* kind);
};

void Store::State::limit() {
  constexpr std::int64_t kInstances = 1, kTables = 16, kMemories = 1;
  wasmtime_store_limiter(store.get(), static_cast<std::int64_t>(limits.memory), limits.table_elements, kInstances,
                         kTables, kMemories);
}

auto Store::State::without_limits() {
  wasmtime_store_limiter(store.get(), -1, -1, -1, -1, -1);
  return Defer([this] { limit(); });
}

wasmtime_error_t* Store::State::on_epoch(wasmtime_context_t*, void* data, std::uint64_t* delta,
                                         wasmtime_update_deadline_kind_t* kind) {
  *delta = 1;
  *kind = WASMTIME_UPDATE_DEADLINE_CONTINUE;
  auto& state = *static_cast<State*>(data);
  for (const KnownConsumer& known : state.consumers) known.consumer->interrupt();
  return state.keep_going && !state.keep_going() ? wasmtime_error_new("interrupted") : nullptr;
}

Result<wasmtime_extern_t> Store::State::function(std::string_view name, std::string_view type) const {
  for (const Export& e : exports) {
    if (e.name != name || e.kind != ExternKind::function) continue;
    if (e.type == type) return *find(name);
    return Error(ENOENT,
                 fmt::format("the module's function '{}' has type {}, not {}", name, spell(e.type), spell(type)));
  }
  return Error(ENOENT, fmt::format("the module exports no function '{}'", name));
}

Result<wasmtime_extern_t> Store::State::table() const {
  std::string_view name;
  std::size_t tables = 0;
  for (const Export& e : exports) {
    if (e.kind != ExternKind::table) continue;
    ++tables;
    if (name != "__indirect_function_table") name = e.name;
  }
  if (tables == 0 || (tables > 1 && name != "__indirect_function_table"))
    return Error(EINVAL,
                 "the module does not export its function table, so it cannot be called back; link it with "
                 "-Wl,--export-table");
  return *find(name);
}

Region* Store::State::region_of(const wasmtime_extern_t& exported) const {
  if (exported.kind != WASMTIME_EXTERN_MEMORY) return nullptr;
  auto* const base = reinterpret_cast<std::byte*>(wasmtime_memory_data(context, &exported.of.memory));
  return base ? engine->regions().find(base) : nullptr;
}

Result<TableCall*> Store::State::table_call(std::string_view type) {
  if (const auto known = table_calls.find(type); known != table_calls.end()) return &known->second;
  WAGGLE_TRY(const wasmtime_extern_t guest_table, table());
  const auto ours = without_limits();
  WAGGLE_TRY(TableCall made, TableCall::create(*engine, compile, context, guest_table, type));
  return &table_calls.emplace(type, made).first->second;
}

Result<RingConsumer*> Store::State::lend(std::string_view callee) {
  for (KnownConsumer& known : consumers)
    if (!known.lent && known.callee == callee) return known.lent = true, known.consumer.get();
  const auto memory_export = find(kMemory);
  if (!memory_export || memory_export->kind != WASMTIME_EXTERN_MEMORY)
    return Error(EINVAL, "the module exports no memory, so records cannot be given to it");
  WAGGLE_TRY(const wasmtime_extern_t called, callee.empty() ? table() : function(callee, "iii)i"));
  WAGGLE_TRY(auto made, RingConsumer::create(*engine, compile, context, *memory_export, called));
  consumers.push_back({std::string(callee), std::move(made), true});
  return consumers.back().consumer.get();
}

Ended end_guest() {
  constexpr std::string_view kEnded = "ended by the host";
  return wasmtime_trap_new(kEnded.data(), kEnded.size());
}

Ended Store::State::enter_host(void* env, wasmtime_caller_t* caller, wasmtime_val_raw_t* raw, std::size_t) {
  const auto& [function, store] = *static_cast<const Entry*>(env);
  if (!store->memory_ && !store->state_->instance) use_memory_of(caller, *store);
  return function->call(*function, reinterpret_cast<Slot*>(raw));
}

void Store::State::use_memory_of(wasmtime_caller_t* caller, Store& store) {
  wasmtime_extern_t found;
  if (wasmtime_caller_export_get(caller, kMemory.data(), kMemory.size(), &found)) store.use_memory(found);
}

void Store::use_memory(const wasmtime_extern& exported) {
  if (Region* const region = state_->region_of(exported)) memory_.emplace(*region);
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

std::unique_ptr<Store> Store::create(Engine& engine, const Limits& limits, KeepGoing keep_going, Compile compile) {
  auto state = std::make_unique<State>();
  state->engine = &engine;
  state->limits = limits;
  state->keep_going = std::move(keep_going);
  state->compile = std::move(compile);
  state->store.reset(wasmtime_store_new(engine.raw(), nullptr, nullptr));
  state->context = wasmtime_store_context(state->store.get());
  state->limit();
  wasmtime_context_set_epoch_deadline(state->context, 1);
  wasmtime_store_epoch_deadline_callback(state->store.get(), State::on_epoch, state.get(), nullptr);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<void> Store::instantiate(const Module& module, std::span<const HostFunction* const> functions) {
  for (const HostFunction* const function : functions) state_->entries.push_back({function, this});
  std::vector<wasmtime_extern_t> imports(functions.size());
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const FuncTypePtr type = make_func_type(functions[i]->type);
    imports[i].kind = WASMTIME_EXTERN_FUNC;
    wasmtime_func_new_unchecked(state_->context, type.get(), State::enter_host, &state_->entries[i], nullptr,
                                &imports[i].of.func);
  }
  wasmtime_instance_t instance;
  wasm_trap_t* trap = nullptr;
  auto* error = wasmtime_instance_new(state_->context, module.raw(), imports.data(), imports.size(), &instance, &trap);
  if (error) return take_error(error, EINVAL);
  WAGGLE_CHECK(take_outcome(nullptr, trap));
  state_->instance = instance;
  state_->exports = module.exports();
  if (const auto found = state_->find(kMemory); found && !memory_) use_memory(*found);
  return {};
}

Result<void> Store::call(std::string_view name, std::string_view type, Slot* slots) {
  WAGGLE_TRY(const wasmtime_extern_t function, state_->function(name, type));
  wasm_trap_t* trap = nullptr;
  auto* error = wasmtime_func_call_unchecked(state_->context, &function.of.func,
                                             reinterpret_cast<wasmtime_val_raw_t*>(slots), type.size() - 1, &trap);
  return take_outcome(error, trap);
}

bool Store::has_function(std::string_view name, std::string_view type) const {
  return std::ranges::any_of(state_->exports, [&](const Export& e) { return e.name == name && e.type == type; });
}

Result<TableFunction> Store::table_function(std::uint32_t index, std::string_view type) {
  WAGGLE_TRY(const TableCall* how, state_->table_call(type));
  return TableFunction(how, state_->context, index);
}

Result<RingLease> Store::ring_consumer(const Ring& ring, std::string_view callee) {
  const auto ours = state_->without_limits();
  WAGGLE_TRY(RingConsumer * consumer, state_->lend(callee));
  RingLease lease(consumer, {this});
  WAGGLE_CHECK(consumer->open(ring));
  return lease;
}

void ReturnRingConsumer::operator()(RingConsumer* consumer) const {
  consumer->close();
  for (auto& known : store->state_->consumers)
    if (known.consumer.get() == consumer) known.lent = false;
}

Result<void> TableFunction::call(Slot* slots) const { return how_->call(context_, index_, slots); }

Result<std::uint64_t> Store::grow_memory(std::uint64_t pages) {
  constexpr std::uint64_t kPage = 65536;
  const auto found = state_->find(kMemory);
  if (!found || found->kind != WASMTIME_EXTERN_MEMORY) return Error(EINVAL, "the module exports no memory");
  std::uint64_t before = 0;
  if (auto* error = wasmtime_memory_grow(state_->context, &found->of.memory, pages, &before))
    return take_error(error, ENOMEM);
  return before * kPage;
}

}  // namespace waggle::vm
