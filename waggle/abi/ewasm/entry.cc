// Calls into a guest of the module `env`: its entry, and its function for events.
#include <algorithm>
#include <cstring>

#include "waggle/abi/ewasm/ewasm.hh"
#include "waggle/abi/ewasm/state.hh"
#include "waggle/event/format/json_value.hh"
#include "waggle/package/tree.hh"
#include "waggle/vm/memory.hh"
#include "waggle/vm/trap.hh"

namespace waggle::abi::ewasm {
namespace {

constexpr std::string_view kMain = "bpf_main", kMainType = "ii)i";
constexpr std::string_view kEvent = "process_event", kEventType = "iii)i";

bool has(std::span<const vm::Export> exports, std::string_view name, std::string_view type) {
  return std::ranges::any_of(exports, [&](const vm::Export& e) { return e.name == name && e.type == type; });
}

bool is_json_object(std::string_view text) {
  const auto tree = package::Tree::parse_json(text);
  return tree.ok() && tree->root().is_object();
}

// Room in the guest's memory for what the host hands it; kept, and made larger where it must be.
Result<MutableBytes> room_for(Guest& guest, std::size_t size) {
  State& state = state_of(guest);
  if (state.room.size < size) {
    if (state.room.address != 0) state.heap.release(state.room.address);
    state.room = {state.heap.allocate(static_cast<std::uint32_t>(size)), static_cast<std::uint32_t>(size)};
    if (state.room.address == 0) return Error(ENOMEM, "the guest's memory has no room for an event");
  }
  return guest.writable(state.room.address, size);
}

// The bytes, and a NUL behind them, in the guest's memory.
Result<MutableBytes> hand_over(Guest& guest, Bytes bytes) {
  constexpr std::size_t kLargest = std::size_t{64} << 20;
  if (bytes.size() > kLargest) return Error(E2BIG);
  WAGGLE_TRY(const MutableBytes room, room_for(guest, bytes.size() + 1));
  std::ranges::copy(bytes, room.begin());
  room.back() = std::byte{0};
  return room.first(bytes.size());
}

vm::Slot slot(std::size_t number) {
  vm::Slot value{};
  value.i32 = static_cast<std::int32_t>(number);
  return value;
}

}  // namespace

bool is_guest(std::span<const vm::Export> exports) { return has(exports, kMain, kMainType); }

std::string environment(std::span<const std::string> arguments, std::span<const vm::Import> imports) {
  if (arguments.size() == 2 && is_json_object(arguments[1])) return arguments[1];
  // crt1's _start wants `main`, and the header that makes one of bpf_main's text was not used.
  const auto is_main = [](const vm::Import& i) { return i.module == "env" && i.name == "main"; };
  if (arguments.size() <= 1 && std::ranges::any_of(imports, is_main)) return "{}";
  std::string list = "[";
  for (const std::string& argument : arguments) {
    if (list.size() > 1) list += ',';
    event::append_json_string(list, argument);
  }
  return list + "]";
}

Result<std::int32_t> call_main(Guest& guest, std::string_view environment) {
  WAGGLE_TRY(const MutableBytes text, hand_over(guest, as_bytes(environment)));
  std::array slots{slot(state_of(guest).room.address), slot(text.size())};
  // The guest may keep what it was given: events get a room of their own.
  state_of(guest).room = {};
  WAGGLE_CHECK(guest.store.call(kMain, kMainType, slots.data()));
  return slots[0].i32;
}

Result<bool> process_event(Guest& guest, MutableBytes event) {
  if (!guest.store.has_function(kEvent, kEventType)) return true;
  WAGGLE_TRY(const MutableBytes there, hand_over(guest, event));
  std::array slots{slot(0), slot(state_of(guest).room.address), slot(event.size())};
  if (auto called = guest.store.call(kEvent, kEventType, slots.data()); !called.ok()) {
    if (const auto* trap = called.error().detail<vm::Trap>())
      guest.end({Ending::Kind::trap, 0, "in process_event: " + trap->reason, trap->backtrace});
    return std::move(called).error();
  }
  std::ranges::copy(there, event.begin());
  return slots[0].i32 >= 0;
}

}  // namespace waggle::abi::ewasm
