#include "waggle/vm/ring_consumer.hh"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "waggle/vm/capi.hh"
#include "waggle/vm/memory.hh"

namespace waggle::vm {
namespace {

constexpr std::size_t kWasmPage = 64 << 10;

// Memory 0 is the guest's. The ring is the module's own: the consumer's page, the producer's page,
// the data twice. Loads of 64 bytes may reach behind a record, never behind the memory. {0} imports
// what is called, {1} calls it.
constexpr std::string_view kConsumer = R"((module
  (type $sample (func (param i32 i32 i32) (result i32)))
  (import "" "memory" (memory $guest 0))
  {0}
  (memory $ring (export "memory") 0)
  (global $page (mut i32) (i32.const 0))  ;; bytes in a page of the processor
  (global $mask (mut i32) (i32.const 0))  ;; of offsets in the data; records begin at multiples of 8
  (global $hold (mut i64) (i64.const 0))  ;; how much consumed space may be kept: giving it back is a full fence
  (global $end (mut i64) (i64.const 0))   ;; of the record that was given last
  (global $interrupted (export "interrupted") (mut i32) (i32.const 0))

  (func (export "open") (param $page i32) (param $mask i32)
    (global.set $page (local.get $page))
    (global.set $mask (local.get $mask))
    (global.set $hold (i64.shr_u (i64.extend_i32_u (local.get $mask)) (i64.const 4)))
    (if (i64.gt_u (global.get $hold) (i64.const 0x10000)) (then (global.set $hold (i64.const 0x10000)))))

  ;; Gives the space of all records up to `end` back to the producer.
  (func $release (export "release")
    (i64.atomic.store $ring (i32.const 0) (global.get $end)))

  ;; Copies a record that is not of 64 bytes.
  (func $copy (param $to i32) (param $from i32) (param $size i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $to) (i32.and (local.get $size) (i32.const -16))))
    (if (i32.ne (local.get $to) (local.get $end)) (then (loop $again
      (v128.store $guest align=1 (local.get $to) (v128.load $ring align=8 (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $again (i32.ne (local.tee $to (i32.add (local.get $to) (i32.const 16))) (local.get $end))))))
    (if (i32.and (local.get $size) (i32.const 8)) (then
      (i64.store $guest align=1 (local.get $to) (i64.load $ring (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))))
    (if (i32.and (local.get $size) (i32.const 4)) (then
      (i32.store $guest align=1 (local.get $to) (i32.load $ring (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))))
    (if (i32.and (local.get $size) (i32.const 2)) (then
      (i32.store16 $guest align=1 (local.get $to) (i32.load16_u $ring (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 2)))
      (local.set $to (i32.add (local.get $to) (i32.const 2)))))
    (if (i32.and (local.get $size) (i32.const 1)) (then
      (i32.store8 $guest (local.get $to) (i32.load8_u $ring (local.get $from))))))

  (func (export "consume")
    (param $function i32) (param $context i32) (param $data i32) (param $room i32) (param $limit i32) (result i32)
    (local $end i64) (local $released i64) (local $produced i64)
    (local $at i32) (local $header i32) (local $size i32) (local $answer i32) (local $count i32)
    (global.set $interrupted (i32.const 0))
    (local.set $end (i64.atomic.load $ring (i32.const 0)))
    (local.set $released (local.get $end))
    (local.set $produced (local.get $end))
    (global.set $end (local.get $end))
    (block $stop (loop $next
      (if (i64.gt_u (i64.sub (local.get $end) (local.get $released)) (global.get $hold)) (then
        (call $release)
        (local.set $released (local.get $end))))
      (if (i64.ge_u (local.get $end) (local.get $produced)) (then
        (local.set $produced (i64.atomic.load $ring (global.get $page)))
        (br_if $stop (i64.ge_u (local.get $end) (local.get $produced)))))
      (local.set $at (i32.add (i32.shl (global.get $page) (i32.const 1))
                              (i32.and (i32.wrap_i64 (local.get $end)) (global.get $mask))))
      (local.set $header (i32.atomic.load $ring (local.get $at)))
      (br_if $stop (i32.lt_s (local.get $header) (i32.const 0)))  ;; BPF_RINGBUF_BUSY_BIT
      (local.set $size (i32.and (local.get $header) (i32.const 0x3fffffff)))
      (local.set $end (i64.add (local.get $end)
        (i64.extend_i32_u (i32.and (i32.add (local.get $size) (i32.const 15)) (i32.const -8)))))
      (global.set $end (local.get $end))
      (br_if $next (i32.and (local.get $header) (i32.const 0x40000000)))  ;; BPF_RINGBUF_DISCARD_BIT
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (if (i32.gt_u (local.get $size) (local.get $room)) (then (local.set $size (local.get $room))))
      (if (i32.eq (local.get $size) (i32.const 64))
        (then
          (v128.store $guest align=1 (local.get $data) (v128.load $ring align=8 (local.get $at)))
          (v128.store $guest offset=16 align=1 (local.get $data) (v128.load $ring offset=16 align=8 (local.get $at)))
          (v128.store $guest offset=32 align=1 (local.get $data) (v128.load $ring offset=32 align=8 (local.get $at)))
          (v128.store $guest offset=48 align=1 (local.get $data) (v128.load $ring offset=48 align=8 (local.get $at))))
        (else (call $copy (local.get $data) (local.get $at) (local.get $size))))
      (local.set $answer {1})
      (if (i32.lt_s (local.get $answer) (i32.const 0)) (then (call $release) (return (local.get $answer))))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (br_if $next (i32.and (i32.eqz (global.get $interrupted)) (i32.lt_u (local.get $count) (local.get $limit))))))
    (call $release)
    (local.get $count))
))";

std::string consumer_module(bool table) {
  constexpr std::string_view kArguments = "(local.get $context) (local.get $data) (local.get $size)";
  return fmt::format(
      kConsumer,
      table ? R"((import "" "table" (table 0 funcref)))" : R"((import "" "callback" (func $callback (type $sample))))",
      table ? fmt::format("(call_indirect (type $sample) {} (local.get $function))", kArguments)
            : fmt::format("(call $callback {})", kArguments));
}

Result<wasmtime_instance_t> instantiate(Engine& engine, const Compile& compile, wasmtime_context_t* context,
                                        std::string_view text, std::span<const wasmtime_extern_t> imports) {
  WAGGLE_TRY(const ByteVector wasm, parse_text(text));
  WAGGLE_TRY(const Module module, compile(engine, wasm));
  wasmtime_instance_t instance;
  wasm_trap_t* trap = nullptr;
  auto* error = wasmtime_instance_new(context, module.raw(), imports.data(), imports.size(), &instance, &trap);
  WAGGLE_CHECK(take_outcome(error, trap));
  return instance;
}

wasmtime_extern_t exported(wasmtime_context_t* context, const wasmtime_instance_t& instance, std::string_view name) {
  wasmtime_extern_t found;
  wasmtime_instance_export_get(context, &instance, name.data(), name.size(), &found);
  return found;
}

Result<void> call(wasmtime_context_t* context, const wasmtime_func_t& function, std::span<wasmtime_val_raw_t> slots) {
  wasm_trap_t* trap = nullptr;
  auto* error = wasmtime_func_call_unchecked(context, &function, slots.data(), slots.size(), &trap);
  return take_outcome(error, trap);
}

wasmtime_val_raw_t raw(std::uint32_t value) {
  wasmtime_val_raw_t slot;
  slot.i32 = static_cast<std::int32_t>(value);
  return slot;
}

}  // namespace

struct RingConsumer::State {
  Engine& engine;
  wasmtime_context_t* context;
  wasmtime_extern_t ring;
  wasmtime_func_t open;
  wasmtime_func_t release;
  wasmtime_func_t consume;
  wasmtime_global_t interrupted;
  std::optional<Memory> memory;  // `ring` as the host sees it
  std::vector<Window> windows;

  // Makes the ring's memory at least this long.
  Result<void> reach(std::size_t length);
};

Result<void> RingConsumer::State::reach(std::size_t length) {
  const std::uint64_t has = wasmtime_memory_size(context, &ring.of.memory);
  const std::uint64_t wants = (length + kWasmPage - 1) / kWasmPage;
  std::uint64_t before = 0;
  if (wants > has)
    if (auto* error = wasmtime_memory_grow(context, &ring.of.memory, wants - has, &before))
      return take_error(error, ENOMEM);
  return {};
}

RingConsumer::RingConsumer(std::unique_ptr<State> state) : state_(std::move(state)) {}
RingConsumer::~RingConsumer() = default;

Result<std::unique_ptr<RingConsumer>> RingConsumer::create(Engine& engine, const Compile& compile,
                                                           wasmtime_context_t* context, const wasmtime_extern_t& memory,
                                                           const wasmtime_extern_t& callee) {
  const std::array guest{memory, callee};
  const std::string text = consumer_module(callee.kind == WASMTIME_EXTERN_TABLE);
  WAGGLE_TRY(const wasmtime_instance_t instance, instantiate(engine, compile, context, text, guest));
  return std::unique_ptr<RingConsumer>(new RingConsumer(
      std::unique_ptr<State>(new State{.engine = engine,
                                       .context = context,
                                       .ring = exported(context, instance, "memory"),
                                       .open = exported(context, instance, "open").of.func,
                                       .release = exported(context, instance, "release").of.func,
                                       .consume = exported(context, instance, "consume").of.func,
                                       .interrupted = exported(context, instance, "interrupted").of.global,
                                       .memory = {},
                                       .windows = {}})));
}

Result<void> RingConsumer::open(const Ring& ring) {
  close();
  State& self = *state_;
  const std::size_t page = ring.consumer.length;
  const std::size_t data = (ring.producer_and_data.length - page) / 2;
  WAGGLE_CHECK(self.reach(2 * page + 2 * data));
  if (!self.memory) {
    auto* base = reinterpret_cast<std::byte*>(wasmtime_memory_data(self.context, &self.ring.of.memory));
    self.memory.emplace(*self.engine.regions().find(base));
  }
  WAGGLE_TRY(Window consumer, self.memory->open_window(0, ring.consumer));
  WAGGLE_TRY(Window rest, self.memory->open_window(page, ring.producer_and_data));
  std::array slots{raw(page), raw((data - 1) & ~std::size_t{7})};
  WAGGLE_CHECK(call(self.context, self.open, slots));
  self.windows.push_back(std::move(consumer));
  self.windows.push_back(std::move(rest));
  return {};
}

void RingConsumer::close() { state_->windows.clear(); }

Result<std::int32_t> RingConsumer::consume(const Recipient& recipient, std::int32_t limit) {
  std::array slots{raw(recipient.function), raw(recipient.context), raw(recipient.data), raw(recipient.room),
                   raw(static_cast<std::uint32_t>(limit))};
  auto consumed = call(state_->context, state_->consume, slots);
  if (consumed.ok()) return slots[0].i32;
  // The guest did not return; what it was given is consumed all the same.
  static_cast<void>(call(state_->context, state_->release, {}));
  return std::move(consumed).error();
}

void RingConsumer::interrupt() {
  wasmtime_val_t yes{};
  yes.kind = WASMTIME_I32;
  yes.of.i32 = 1;
  // Cannot fail: the global is ours, mutable and of this type.
  CPtr<wasmtime_error_t, wasmtime_error_delete>(wasmtime_global_set(state_->context, &state_->interrupted, &yes));
}

}  // namespace waggle::vm
