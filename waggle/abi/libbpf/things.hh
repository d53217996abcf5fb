// What the handles of the module `libbpf` stand for, and everything else it keeps for one guest: the
// lines that libbpf printed, the windows in the guest's memory, what has to be undone in the end.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "waggle/abi/budget.hh"
#include "waggle/abi/guest.hh"
#include "waggle/abi/handles.hh"
#include "waggle/abi/libbpf/leftovers.hh"
#include "waggle/abi/libbpf/log.hh"
#include "waggle/abi/own_number.hh"
#include "waggle/bpf/perf_rings.hh"
#include "waggle/bpf/raw/link.hh"
#include "waggle/bpf/raw/object.hh"
#include "waggle/bpf/ringbuf.hh"
#include "waggle/vm/memory.hh"

namespace waggle::abi::libbpf {

// All handles of a guest are of one table, so that a handle of the wrong kind is told from a right one.
struct Thing {
  Thing() = default;
  Thing(const Thing&) = delete;
  virtual ~Thing() = default;
};

// Maps, programs and links keep their object: what of libbpf's they point into must not go first.
struct Object final : Thing {
  Object(bpf::raw::Object opened, std::vector<Charge> taken) : charges(std::move(taken)), raw(std::move(opened)) {}
  std::vector<Charge> charges;  // for its image and its logs
  bpf::raw::Object raw;
  sys::DescriptorRef btf_file;  // the BTF to relocate against, which libbpf opens when it loads
  // The handle of each map and program that the guest has asked for, by libbpf's address.
  std::map<const void*, std::uint64_t> handles;
};

struct Map final : Thing {
  Map(std::shared_ptr<Object> its, bpf::raw::Map map) : owner(std::move(its)), raw(map) {}
  std::shared_ptr<Object> owner;
  bpf::raw::Map raw;
  OwnNumber number;
  bool is_template = false;  // of a map of maps: libbpf 1.7 reads a null pointer when it is asked for more than facts
  sys::DescriptorRef inner;  // what set_inner_map_fd() named, until the object is loaded
};

struct Program final : Thing {
  Program(std::shared_ptr<Object> its, bpf::raw::Program program) : owner(std::move(its)), raw(program) {}
  std::shared_ptr<Object> owner;
  bpf::raw::Program raw;
  OwnNumber number;
  sys::DescriptorRef target;  // the program it will replace or trace, whose descriptor libbpf remembers
};

struct Link final : Thing {
  Link(std::shared_ptr<Object> its, bpf::raw::Link link) : owner(std::move(its)), raw(std::move(link)) {}
  std::shared_ptr<Object> owner;  // null for one that was opened from a pin
  bpf::raw::Link raw;
  OwnNumber number;
  bool of_struct_ops = false;
  std::shared_ptr<Object> other;  // the object of the map that updated it
};

struct PerfBuffer final : Thing {
  PerfBuffer(bpf::PerfRings opened, Charge memory)
      : charge(std::move(memory)), rings(std::move(opened)), numbers(rings.count()) {}
  Charge charge;
  bpf::PerfRings rings;
  std::vector<OwnNumber> numbers;  // of each ring
  OwnNumber epoll;
  std::map<std::size_t, std::uint32_t> windows;  // ring: place
};

// A ring buffer whose records are copied, where it cannot be mapped.
struct RingCopy final : Thing {
  RingCopy(bpf::RingBuffer opened, std::size_t capacity) : ring(std::move(opened)), record(new std::byte[capacity]) {}
  bpf::RingBuffer ring;
  std::unique_ptr<std::byte[]> record;  // room for the longest
  std::optional<std::size_t> waiting;   // the length of one that was taken and did not fit
};

struct State {
  HandleTable<Thing> things{HandleTable<Thing>::kMost};
  PrintedLines printed;
  std::map<std::uint32_t, vm::Window> windows;  // by their place
  Leftovers leftovers;
  std::optional<bool> rings_are_guarded;  // whether the kernel stands any consumer; null until somebody wants to be one
};

State& make_state(Guest& guest);
// Made at first use.
inline State& state_of(Guest& guest) { return guest.libbpf ? *guest.libbpf : make_state(guest); }

// EINVAL for a handle of nothing, of something closed, or of another kind.
template <class T>
Result<std::shared_ptr<T>> find(Guest& guest, Handle<T> handle) {
  auto thing = std::dynamic_pointer_cast<T>(state_of(guest).things.find({handle.id}));
  if (!thing) return Error(EINVAL);
  return thing;
}

// As find(); EOPNOTSUPP for the template of a map of maps.
inline Result<std::shared_ptr<Map>> find_real(Guest& guest, Handle<Map> handle) {
  WAGGLE_TRY(auto map, find(guest, handle));
  if (map->is_template) return Error(EOPNOTSUPP);
  return map;
}

// EMFILE when the guest has as many as it may have.
template <class T>
Result<Handle<T>> add(Guest& guest, std::shared_ptr<T> thing) {
  WAGGLE_TRY(const auto handle, state_of(guest).things.add(std::move(thing)));
  return Handle<T>{handle.id};
}

// The handle of a map or program of `owner`, the same one each time.
Result<Handle<Map>> map_handle(Guest& guest, const std::shared_ptr<Object>& owner, bpf::raw::Map map);
Result<Handle<Program>> program_handle(Guest& guest, const std::shared_ptr<Object>& owner, bpf::raw::Program program);

// Closes the handle of a map or program, and its descriptor.
void close_part(Guest& guest, std::uint64_t handle);
// Closes the handle of the template of a map of maps, which libbpf is about to destroy.
void forget_inner(Guest& guest, Object& owner, const bpf::raw::Map& map);

// A link of `owner`'s, made by one of raw's functions.
Result<Handle<Link>> add_link(Guest& guest, std::shared_ptr<Object> owner, Result<bpf::raw::Link> made);

// Lays a window over a place of the guest's memory; EINVAL where it is not as long as the mapping.
Result<void> open_window(Guest& guest, std::uint32_t place, std::uint32_t length, const Mapping& mapping);

// Everything that libbpf prints during a call goes to the guest's PrintedLines.
class LogScope {
 public:
  explicit LogScope(Guest& guest) : LogScope(state_of(guest).printed) {}

 private:
  explicit LogScope(PrintedLines& lines) : scope_(lines.wanted().value_or(bpf::LibbpfLevel::warning), lines) {}

  bpf::LibbpfScope scope_;
};

}  // namespace waggle::abi::libbpf
