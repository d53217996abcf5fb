// One running guest: a store with its limits, the functions the host gives it, the instance,
// and calls into it. A guest runs on a stack made for it, whatever `ulimit -s` says.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/vm/engine.hh"
#include "waggle/vm/memory.hh"
#include "waggle/vm/module.hh"
#include "waggle/vm/ring_consumer.hh"
#include "waggle/vm/value.hh"

struct wasm_trap_t;
struct wasmtime_context;
struct wasmtime_extern;

namespace waggle::vm {

class Store;
class TableCall;

// What a host function returns: null, or what ends the guest at once.
using Ended = wasm_trap_t*;
// Why is kept by whoever asks for it.
Ended end_guest();

// A function the host gives to a guest. `call` finds the parameters in `slots` and leaves the
// result there. It must not throw. The object must outlive the Store.
struct HostFunction {
  std::string_view type;  // as in FuncType
  Ended (*call)(const HostFunction& self, Slot* slots) noexcept;
  void* guest;      // the caller's own
  const void* row;  // the caller's own
};

struct Limits {
  std::uint64_t memory = std::uint64_t{4} << 30;  // bytes of linear memory
  std::uint32_t table_elements = 1 << 20;         // of each table
};

// Asked when Engine::interrupt() was called while the guest ran: may it go on?
using KeepGoing = std::function<bool()>;

// A function that the guest named by its place in its table. Borrows the Store.
class TableFunction {
 public:
  // Parameters and result share `slots`. A Trap is the Detail where the guest did not return.
  Result<void> call(Slot* slots) const;

 private:
  friend class Store;
  TableFunction(const TableCall* how, wasmtime_context* context, std::uint32_t index)
      : how_(how), context_(context), index_(index) {}
  const TableCall* how_;
  wasmtime_context* context_;
  std::uint32_t index_;
};

// A consumer lent by the Store; it goes back there.
struct ReturnRingConsumer {
  Store* store;
  void operator()(RingConsumer* consumer) const;
};
using RingLease = std::unique_ptr<RingConsumer, ReturnRingConsumer>;

class Store {
 public:
  static std::unique_ptr<Store> create(Engine& engine, const Limits& limits, KeepGoing keep_going,
                                       Compile compile = Module::compile);
  Store(const Store&) = delete;
  ~Store();

  // Instantiates `module`; `functions` are its imports, in order, one each. A start function
  // runs here; a Trap (trap.hh) is the Detail where that ended in one. EINVAL for a module that
  // does not fit the imports or the limits.
  Result<void> instantiate(const Module& module, std::span<const HostFunction* const> functions);

  // Calls an exported function, which the module must have with this type; parameters and
  // results share `slots`. ENOENT where it is missing or of another type; ECANCELED with a
  // Trap where the guest did not return.
  Result<void> call(std::string_view name, std::string_view type, Slot* slots);

  // Whether call() would find it.
  [[nodiscard]] bool has_function(std::string_view name, std::string_view type) const;

  // Entry `index` of the guest's function table as a function of `type`, to be called any
  // number of times while the Store lives. Whether the entry is null, out of range or of another
  // type shows in each call, which then traps. EINVAL where the guest exports no table that can
  // be meant: `__indirect_function_table`, else its only one.
  Result<TableFunction> table_function(std::uint32_t index, std::string_view type);

  // A consumer of `ring` that calls functions of the guest's table; where `callee` is not empty,
  // that export, which must have the type iii)i. Must go before the Store. EINVAL or ENOENT where
  // the guest lacks what is to be called, or a memory.
  Result<RingLease> ring_consumer(const Ring& ring, std::string_view callee = {});

  // The exported memory named "memory"; null where there is none. Borrowed from the Store.
  [[nodiscard]] Memory* memory() { return memory_ ? &*memory_ : nullptr; }
  // Adds `pages` of 64 KiB to that memory; the address of the first. Only for guests that have no allocator of their
  // own: another one's next growth could take the pages for its own. ENOMEM beyond its limits.
  Result<std::uint64_t> grow_memory(std::uint64_t pages);

 private:
  friend struct ReturnRingConsumer;
  struct State;
  explicit Store(std::unique_ptr<State> state);
  void use_memory(const wasmtime_extern& exported);
  std::unique_ptr<State> state_;
  std::optional<Memory> memory_;
};

}  // namespace waggle::vm
