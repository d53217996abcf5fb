// Opening one event of perf_event_open(2).
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

struct PerfEvent {
  std::uint32_t type = 0;       // PERF_TYPE_*
  std::uint64_t config = 0;     // which event of the type
  std::uint64_t frequency = 0;  // samples a second; 0: every occurrence
  pid_t pid = -1;               // -1: every process
  int cpu = -1;                 // -1: every CPU, only with a pid
};

// The kernel's error as it is, with a sentence.
Result<UniqueFd> open_perf_event(const PerfEvent& event);

}  // namespace waggle::bpf
