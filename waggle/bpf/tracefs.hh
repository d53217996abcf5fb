// Tracefs, wherever it is: the usual mount points if they serve, else a mount of our own
// that is attached nowhere, so that nothing on the machine changes. It reads event ids and
// never writes to tracefs.
#pragma once

#include <cstdint>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf {

// A descriptor of tracefs' root directory, for openat(2). Tried in turn: /sys/kernel/tracing,
// /sys/kernel/debug/tracing, a detached mount (fsopen(2), Linux 5.2, needs CAP_SYS_ADMIN).
// The error says why each of them failed.
Result<UniqueFd> open_tracefs();

// The number that perf_event_attr::config wants for "sched:sched_process_exec".
// ENOENT with a sentence when the kernel has no such event; EINVAL for names that are no names.
Result<std::uint64_t> tracepoint_id(std::string_view category, std::string_view name);

}  // namespace waggle::bpf
