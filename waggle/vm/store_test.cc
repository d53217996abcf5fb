#include "waggle/vm/store.hh"

#include <gmock/gmock.h>
#include <sys/time.h>

#include <atomic>
#include <csignal>

#include "waggle/testing/wat.hh"
#include "waggle/vm/guest_stack.hh"
#include "waggle/vm/table_call.hh"

namespace waggle::vm {
namespace {

using ::testing::HasSubstr;
using testing::trap_reason;
using testing::WatGuest;

Ended add(const HostFunction& self, Slot* slots) noexcept {
  slots[0].i32 = slots[0].i32 + slots[1].i32 + *static_cast<int*>(self.guest);
  return nullptr;
}

TEST(Store, GuestCallsHost) {
  int offset = 100;
  const HostFunction function{"ii)i", add, &offset, nullptr};
  WatGuest guest(R"((module (import "h" "add" (func $add (param i32 i32) (result i32)))
    (func (export "run") (param i32) (result i32) (call $add (local.get 0) (i32.const 7)))))",
                 {&function});
  EXPECT_EQ(guest.call("run", {5}).value(), 112);
}

TEST(Store, HostFunctionEndsTheGuest) {
  const HostFunction function{")i", [](const HostFunction&, Slot*) noexcept { return end_guest(); }, nullptr, nullptr};
  WatGuest guest(R"((module (import "h" "stop" (func $stop (result i32)))
    (global $after (mut i32) (i32.const 0))
    (func (export "run") (result i32) (drop (call $stop)) (global.set $after (i32.const 1)) (i32.const 0))
    (func (export "after") (result i32) (global.get $after))))",
                 {&function});
  EXPECT_THAT(trap_reason(guest.call("run")), HasSubstr("ended by the host"));
  EXPECT_EQ(guest.call("after").value(), 0);
}

// What a start function asks of the store through the host: there is no instance yet.
struct AskedAtStart {
  Store* store = nullptr;
  char first = 0;
  int callback = 0, growth = 0;
};

Ended ask_at_start(const HostFunction& self, Slot*) noexcept {
  auto& asked = *static_cast<AskedAtStart*>(self.guest);
  if (Memory* const memory = asked.store->memory()) asked.first = static_cast<char>(*memory->base());
  asked.callback = asked.store->table_function(0, ")").error().code();
  asked.growth = asked.store->grow_memory(1).error().code();
  return nullptr;
}

TEST(Store, StartFunctionCallsTheHostWithItsMemory) {
  const auto engine = Engine::create().value();
  const ByteVector wasm = parse_text(R"((module (import "h" "ask" (func $ask))
    (memory (export "memory") 1) (data (i32.const 0) "x")
    (table (export "table") 1 funcref)
    (start $ask)))")
                              .value();
  const Module module = Module::compile(*engine, wasm).value();
  AskedAtStart asked{.store = nullptr};
  const HostFunction function{")", ask_at_start, &asked, nullptr};
  const auto store = Store::create(*engine, {}, {});
  asked.store = store.get();
  const HostFunction* const functions[] = {&function};
  ASSERT_TRUE(store->instantiate(module, functions).ok());
  EXPECT_EQ(asked.first, 'x');
  EXPECT_EQ(asked.callback, EINVAL);
  EXPECT_EQ(asked.growth, EINVAL);
  EXPECT_EQ(store->memory()->size(), 65536U);
  EXPECT_TRUE(store->table_function(0, ")").ok());
}

TEST(Store, TrapHasReasonAndBacktrace) {
  WatGuest guest(R"((module (memory (export "memory") 1)
    (func $inner (result i32) (i32.load (i32.const 65536)))
    (func $outer (export "run") (result i32) (call $inner))))");
  const auto result = guest.call("run");
  EXPECT_EQ(trap_reason(result), "out of bounds memory access");
  const auto* trap = result.error().detail<Trap>();
  ASSERT_NE(trap, nullptr);
  EXPECT_THAT(trap->backtrace, HasSubstr("inner\n"));
  EXPECT_THAT(trap->backtrace, HasSubstr("outer\n"));
}

TEST(Store, CallOfMissingOrOtherwiseTypedExport) {
  WatGuest guest(R"((module (func (export "f") (param i64))))");
  EXPECT_THAT(guest.call("g").error().message(), HasSubstr("exports no function 'g'"));
  EXPECT_THAT(guest.call("f", {1}).error().message(), HasSubstr("has type (i64) -> ()"));
}

TEST(Store, MemoryLimitRefusesGrowth) {
  WatGuest guest(R"((module (memory (export "memory") 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))))",
                 {}, Limits{.memory = 4 << 16});
  EXPECT_EQ(guest.call("grow", {3}).value(), 1);
  EXPECT_EQ(guest.call("grow", {1}).value(), -1);
}

TEST(Store, TableLimitRefusesGrowth) {
  WatGuest guest(R"((module (table (export "t") 1 funcref)
    (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))))",
                 {}, Limits{.table_elements = 10});
  EXPECT_EQ(guest.call("grow", {9}).value(), 1);
  EXPECT_EQ(guest.call("grow", {1}).value(), -1);
}

constexpr std::string_view kCallbacks = R"((module
  (table (export "__indirect_function_table") 4 funcref)
  (func $sum (param i32 i32 i32) (result i32)
    (i32.add (i32.add (local.get 0) (local.get 1)) (local.get 2)))
  (func $other (param i64))
  (elem (i32.const 1) $sum $other)))";

Result<std::int32_t> call_back(Store& store, std::uint32_t index) {
  Slot slots[3]{};
  slots[0].i32 = 1, slots[1].i32 = 20, slots[2].i32 = 300;
  WAGGLE_TRY(const TableFunction function, store.table_function(index, "iii)i"));
  WAGGLE_CHECK(function.call(slots));
  return slots[0].i32;
}

TEST(TableCall, CallsTheFunctionOfTheType) {
  WatGuest guest(kCallbacks);
  EXPECT_EQ(call_back(*guest.store, 1).value(), 321);
  EXPECT_EQ(call_back(*guest.store, 1).value(), 321);
}

TEST(TableCall, OtherTypeNullAndOutOfRangeTrap) {
  WatGuest guest(kCallbacks);
  EXPECT_THAT(trap_reason(call_back(*guest.store, 2)), HasSubstr("indirect call type mismatch"));
  EXPECT_THAT(trap_reason(call_back(*guest.store, 3)), HasSubstr("uninitialized element"));
  EXPECT_THAT(trap_reason(call_back(*guest.store, 4)), HasSubstr("out of bounds"));
  EXPECT_THAT(trap_reason(call_back(*guest.store, 0xffffffff)), HasSubstr("out of bounds"));
}

TEST(TableCall, SoleExportedTableIsTaken) {
  WatGuest guest(R"((module (table (export "whatever") 2 funcref)
    (func $f (param i32 i32 i32) (result i32) (local.get 2)) (elem (i32.const 1) $f)))");
  EXPECT_EQ(call_back(*guest.store, 1).value(), 300);
}

TEST(TableCall, NoTableOrSeveralIsAnError) {
  WatGuest none("(module)");
  EXPECT_THAT(call_back(*none.store, 1).error().message(), HasSubstr("--export-table"));
  WatGuest two(R"((module (table (export "a") 1 funcref) (table (export "b") 1 funcref)))");
  EXPECT_THAT(call_back(*two.store, 1).error().message(), HasSubstr("--export-table"));
}

TEST(TableCall, ParametersOfEveryType) {
  EXPECT_THAT(table_call_module("iIfF)I"), HasSubstr("(param i32 i64 f32 f64) (result i64)"));
}

// --- interruption -------------------------------------------------------------------------

std::atomic<Engine*> spinning_engine;

TEST(Store, SignalHandlerEndsAGuestThatNeverCallsOut) {
  std::atomic<int> asked{0};
  WatGuest guest(R"((module (func (export "spin") (result i32) (loop $l (br $l)) (unreachable))))", {}, {},
                 [&] { return ++asked < 3; });
  spinning_engine = guest.engine.get();
  struct sigaction action{}, before{};
  action.sa_handler = [](int) { spinning_engine.load()->interrupt(); };
  ::sigaction(SIGALRM, &action, &before);
  itimerval every{{0, 5000}, {0, 5000}};
  ::setitimer(ITIMER_REAL, &every, nullptr);
  const auto result = guest.call("spin");
  every = {};
  ::setitimer(ITIMER_REAL, &every, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_THAT(trap_reason(result), HasSubstr("interrupted"));
  EXPECT_EQ(asked, 3);
}

// --- the stack ----------------------------------------------------------------------------

TEST(GuestStack, DeepRecursionTraps) {
  WatGuest guest(R"((module (func $r (export "recurse") (result i32) (call $r))))");
  std::string reason;
  run_on_own_stack(kGuestStack + (1 << 20), [&] { reason = trap_reason(guest.call("recurse")); }).value();
  EXPECT_EQ(reason, "call stack exhausted");
}

TEST(GuestStack, HostFunctionsHaveRoomAtTheDeepestPoint) {
  // Each level calls the host, which touches 512 KiB of stack.
  const HostFunction function{"i)i",
                              [](const HostFunction&, Slot*) noexcept {
                                volatile char room[512 << 10];
                                room[0] = 1;
                                room[sizeof room - 1] = 1;
                                return room[0] == 1 ? nullptr : end_guest();
                              },
                              nullptr, nullptr};
  WatGuest guest(R"((module (import "h" "f" (func $f (param i32) (result i32)))
    (func $r (export "recurse") (result i32) (drop (call $f (i32.const 0))) (call $r))))",
                 {&function});
  std::string reason;
  run_on_own_stack(kGuestStack + (1 << 20), [&] { reason = trap_reason(guest.call("recurse")); }).value();
  EXPECT_EQ(reason, "call stack exhausted");
}

}  // namespace
}  // namespace waggle::vm
