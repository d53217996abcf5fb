#include "waggle/abi/import.hh"

#include <fmt/format.h>

#include <exception>

#include "waggle/sys/stop.hh"

namespace waggle::abi {
namespace {

// The guest has to go: something ended it, spoiled its memory, or its time is over.
bool must_end(Guest& guest) {
  if (guest.ending) return true;
  if (vm::Memory* memory = guest.store.memory(); memory && memory->spoiled()) {
    guest.end({Ending::Kind::trap, 0, "the guest wrote to kernel memory that it may only read", {}});
    return true;
  }
  if (!guest.stop.must_end()) return false;
  if (guest.stop.timed_out()) guest.end({Ending::Kind::timeout, 0, {}, {}});
  else guest.end({Ending::Kind::signal, guest.stop.signal(), {}, {}});
  return true;
}

}  // namespace

bool may_enter(Guest& guest) { return !must_end(guest); }
bool may_return(Guest& guest) { return !must_end(guest); }

void report_refusal(Guest& guest, const BoundImport& import, const Error& error) {
  guest.log.info(fmt::format("refused {}.{}: {}", import.module, import.name, error.message()));
}

int check_grants(Guest& guest, const BoundImport& import) {
  if (guest.policy.grants.contains(import.needs)) return 0;
  report_refusal(guest, import, guest.policy.check(import.needs).error());
  return EPERM;
}

void trace_call(Guest& guest, const BoundImport& import, std::string_view arguments, std::string_view result) {
  const std::string_view equals = result.empty() ? "" : " = ";  // proc_exit gives nothing
  guest.trace(fmt::format("{}.{}({}){}{}", import.module, import.name, arguments, equals, result));
}

void end_with_bug(Guest& guest, const BoundImport& import) {
  std::string what = "unknown exception";
  try {
    throw;
  } catch (const std::exception& e) {
    what = e.what();
  } catch (...) {
  }
  guest.end({Ending::Kind::bug, 0, fmt::format("{}.{}: {}", import.module, import.name, what), {}});
}

}  // namespace waggle::abi
