// Runs a guest from its file to its end: loads and links it, gives it what its policy grants,
// calls its entry function, and says how it ended. Everything it made in the kernel is gone
// when run() returns.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "waggle/abi/ending.hh"
#include "waggle/abi/guest.hh"
#include "waggle/base/bytes.hh"
#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/policy/policy.hh"
#include "waggle/vm/store.hh"

namespace waggle::sys {
class Stop;
}

namespace waggle::runtime {

// What an embedder has instead of the process's signals and standard files.
struct Embedding {
  std::shared_ptr<sys::Stop> stop;                                // ends the guest, from any thread
  std::function<void(int number, std::string_view text)> output;  // what it writes to 1 and 2
  std::function<Result<void>(MutableBytes event)> event;          // a guest of 2022: what it lets pass
};

struct RunOptions {
  std::string path;                   // as load_module takes it
  std::optional<ByteVector> content;  // what was read from it already
  std::vector<std::string> args;      // argv of the guest, argv[0] first
  // Modules whose process_event gets, in this order, each event that the guest's own lets pass. Nothing else of them
  // runs.
  std::vector<std::string> chain;
  bool raw_events = false;  // process_event gets the kernel's bytes, not JSON
  policy::Policy policy;
  vm::Limits limits;
  std::optional<std::chrono::nanoseconds> timeout;
  std::string cache_folder;  // "" keeps no compiled modules
  abi::Trace trace;          // empty: calls are not traced
  std::optional<Embedding> embedding;
};

// Sets what is called "dir", "env", "allow", "deny", "timeout", "max-memory", "no-cache", "then" or "raw-events", or
// adds to it where it may be given several times. False for another name; EINVAL with a sentence for a wrong value.
Result<bool> set_option(RunOptions& options, std::string_view name, const std::string& value);

// How the guest ended, or why it could not be started. The process's SIGINT, SIGTERM, SIGHUP,
// SIGPIPE and SIGALRM belong to the guest meanwhile, unless it is embedded.
Result<abi::Ending> run(const RunOptions& options, Log& log);

}  // namespace waggle::runtime
