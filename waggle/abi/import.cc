#include "waggle/abi/import.hh"

#include <fmt/format.h>

#include <exception>

#include "waggle/sys/stop.hh"

namespace waggle::abi {
namespace {

bool is_spoiled(Guest& guest) {
  const vm::Memory* const memory = guest.store.memory();
  return memory && memory->spoiled();
}

// Apart from check_end(), which every call asks twice and which is quick while there is nothing to say.
[[gnu::noinline]] void end_with_reason(Guest& guest) {
  if (is_spoiled(guest))
    guest.end({Ending::Kind::trap, 0, "the guest wrote to kernel memory that it may only read", {}});
  else if (guest.stop.timed_out()) guest.end({Ending::Kind::timeout, 0, {}, {}});
  else guest.end({Ending::Kind::signal, guest.stop.signal(), {}, {}});
}

}  // namespace

// The guest has to go: something ended it, spoiled its memory, or its time is over.
vm::Ended check_end(Guest& guest) {
  if (!guest.ending && !is_spoiled(guest) && !guest.stop.must_end()) return nullptr;
  if (!guest.ending) end_with_reason(guest);
  return vm::end_guest();
}

void report_refusal(Guest& guest, const BoundImport& import, const Error& error) {
  const auto* const refusal = error.detail<policy::Refusal>();
  // What was denied was denied on purpose. What nobody thought of is told once: the guest itself seldom knows how to
  // say what it lacks.
  policy::Grants news = refusal ? refusal->missing.without(policy::default_grants()) : policy::Grants();
  news.remove(guest.refusals_told);
  guest.refusals_told.add(news);
  const std::string what = fmt::format("refused {}.{}: {}", import.module, import.name, error.message());
  if (news.empty()) guest.log.info(what);
  else guest.log.warning(fmt::format("{} (--allow {})", what, policy::to_string(refusal->missing)));
}

int refuse_grants(Guest& guest, const BoundImport& import) {
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
