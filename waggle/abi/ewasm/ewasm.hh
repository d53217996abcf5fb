// The module `env` of the first guests (2022): a package of JSON goes in, runs, and its events come back through the
// export `process_event`. A guest may have several packages; they are polled together.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "waggle/abi/import.hh"
#include "waggle/vm/module.hh"

namespace waggle::abi::ewasm {

// Reads a package; its number: 0, 1, 2, ... in the order of creation.
Result<std::int32_t> create(Guest& guest, Image json);
// Loads and attaches it.
Result<std::int32_t> run(Guest& guest, std::int32_t package);
// Gives the events of every package that runs to the guest, until it shall end.
Result<std::int32_t> wait_and_poll(Guest& guest, std::int32_t package);

inline constexpr auto kRows = rows<NegativeErrno>(row<create, policy::Grant::load>("create_bpf"),
                                                  row<run, policy::Grant::load | policy::Grant::attach>("run_bpf"),
                                                  row<wait_and_poll, policy::Grant::events>("wait_and_poll_bpf"));
static_assert(std::get<0>(kRows.rows).has_type("ii)i"));
static_assert(std::get<1>(kRows.rows).has_type("i)i"));
static_assert(std::get<2>(kRows.rows).has_type("i)i"));

std::span<const Import> imports();

// Whether the module is such a guest: then bpf_main() is its entry, and `_start`, which its linker may have made of a
// libc's, is not to be called.
bool is_guest(std::span<const vm::Export> exports);
// What bpf_main is told: all arguments as a JSON array of strings, the file's name first; a single argument that is a
// JSON object as it is. Without any argument "{}", where the guest is one that reads an object (`imports` has `main`).
std::string environment(std::span<const std::string> arguments, std::span<const vm::Import> imports);
// Calls it; the guest's status. ECANCELED with a Trap where it did not return.
Result<std::int32_t> call_main(Guest& guest, std::string_view environment);

// Hands an event to the guest's process_event, which may rewrite it in place. Whether the guest lets it pass: a
// negative answer drops it. True where the guest has no such function.
Result<bool> process_event(Guest& guest, MutableBytes event);

}  // namespace waggle::abi::ewasm
