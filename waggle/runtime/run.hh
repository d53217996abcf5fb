// Runs a guest from its file to its end: loads and links it, gives it what its policy grants,
// calls its entry function, and says how it ended. Everything it made in the kernel is gone
// when run() returns.
#pragma once

#include <chrono>
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

namespace waggle::runtime {

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
};

// How the guest ended, or why it could not be started. The process's SIGINT, SIGTERM, SIGHUP,
// SIGPIPE and SIGALRM belong to the guest meanwhile.
Result<abi::Ending> run(const RunOptions& options, Log& log);

}  // namespace waggle::runtime
