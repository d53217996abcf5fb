// The host's side of one running guest: everything that the functions it imports work on.
// Import functions get a Guest& as their first parameter; nothing of it outlives the run.
#pragma once

#include <array>
#include <bitset>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "waggle/abi/budget.hh"
#include "waggle/abi/ending.hh"
#include "waggle/abi/handles.hh"
#include "waggle/base/bytes.hh"
#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/policy/policy.hh"
#include "waggle/vm/store.hh"

namespace waggle::sys {
class Alarm;
class Descriptors;
class Roots;
class Stop;
}  // namespace waggle::sys

namespace waggle::abi {

class BpfObject;  // bpf_object.hh
namespace libbpf {
struct State;  // libbpf/things.hh
}  // namespace libbpf
namespace ewasm {
struct State;  // ewasm/state.hh
}  // namespace ewasm

// One line for every call of an import, already decoded: "wasm_bpf.name(1, \"x\") = 0".
using Trace = std::function<void(std::string_view line)>;

struct Guest {
  // Loaded objects at once, and the bytes of their ELF images.
  static constexpr std::size_t kMostObjects = 256;
  static constexpr std::size_t kMostObjectBytes = std::size_t{256} << 20;

  // Borrowed; the runtime made them and keeps them until the Guest is gone.
  vm::Store& store;
  const policy::Policy& policy;
  sys::Descriptors& descriptors;
  sys::Roots& roots;
  sys::Stop& stop;
  Log& log;
  std::span<const std::string> args;  // argv, argv[0] first

  Trace trace{};  // empty: nothing is traced
  Budget object_bytes{kMostObjectBytes};
  HandleTable<BpfObject> objects{kMostObjects};
  // What the guest said of each signal, as it said it (linux/records.hh: Sigaction), to be told.
  std::array<std::array<std::uint64_t, 4>, 65> signal_actions{};
  // Numbers of system calls that it made, does not have and was told so.
  std::bitset<512> unserved_calls{};
  // The mode bits that it does not want on what it makes (umask(2)); those that waggle does not want are left out too.
  std::uint32_t file_mask = 0;
  // Grants that it lacks by default, asked for, and was refused with a word to the user.
  policy::Grants refusals_told{};
  // Its own alarm clock (setitimer(2)); null until it sets one.
  std::shared_ptr<sys::Alarm> interval_timer{};
  // What the module `libbpf` keeps; null until the guest calls it.
  std::shared_ptr<libbpf::State> libbpf{};
  // And what the module `env` keeps.
  std::shared_ptr<ewasm::State> ewasm{};
  // For guests of the module `env`: events come as the bytes of the kernel, not as JSON; and who gets an event next
  // that the guest lets pass, if there is anybody.
  bool raw_events = false;
  std::function<Result<void>(MutableBytes event)> next_in_chain{};
  // Set once, by end(): the guest must not run any further.
  std::optional<Ending> ending{};

  // Ends the guest as soon as the call it is in returns; the first reason counts.
  void end(Ending why) {
    if (!ending) ending = std::move(why);
  }

  // The guest's memory; where it exports none, the guest ends with a trap that says so.
  vm::Memory* memory() {
    vm::Memory* const memory = store.memory();
    if (!memory) end_without_memory();
    return memory;
  }
  // Bytes of it; EFAULT as vm::Memory's.
  Result<Bytes> readable(std::uint64_t address, std::uint64_t length) {
    const vm::Memory* const own = memory();
    return own ? own->readable(address, length) : Error(EFAULT);
  }
  Result<MutableBytes> writable(std::uint64_t address, std::uint64_t length) {
    const vm::Memory* const own = memory();
    return own ? own->writable(address, length) : Error(EFAULT);
  }

 private:
  void end_without_memory();
};

}  // namespace waggle::abi
