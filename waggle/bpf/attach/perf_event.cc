// Programs that run when a hardware or software counter overflows: one event for each CPU.
#include "waggle/bpf/attach/perf_event.hh"

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 2> kOptions{"cpu=", "pid="};

struct Counter {
  std::string_view name;  // as perf(1) has it, behind "software:" or "hardware:"
  std::uint32_t type;
  std::uint64_t config;
};

constexpr std::array<Counter, 22> kCounters{{
    {"software:cpu-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK},
    {"software:task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    {"software:page-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    {"software:context-switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
    {"software:cpu-migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
    {"software:minor-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MIN},
    {"software:major-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS_MAJ},
    {"software:alignment-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_ALIGNMENT_FAULTS},
    {"software:emulation-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_EMULATION_FAULTS},
    {"software:bpf-output", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_BPF_OUTPUT},
    {"software:cgroup-switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CGROUP_SWITCHES},
    {"software:dummy", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY},
    {"hardware:cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    {"hardware:instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    {"hardware:cache-references", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES},
    {"hardware:cache-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    {"hardware:branches", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS},
    {"hardware:branch-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    {"hardware:bus-cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BUS_CYCLES},
    {"hardware:stalled-cycles-frontend", PERF_TYPE_HARDWARE, PERF_COUNT_HW_STALLED_CYCLES_FRONTEND},
    {"hardware:stalled-cycles-backend", PERF_TYPE_HARDWARE, PERF_COUNT_HW_STALLED_CYCLES_BACKEND},
    {"hardware:ref-cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_REF_CPU_CYCLES},
}};

Result<PerfEvent> parse(const Target& target) {
  const auto [event, frequency] = split_once(target.subject, '@');
  if (!frequency) return misfit("the frequency is missing");
  PerfEvent parsed;
  const auto* const counter =
      std::find_if(kCounters.begin(), kCounters.end(), [name = event](const Counter& c) { return c.name == name; });
  if (counter == kCounters.end()) return misfit(fmt::format("there is no event '{}'", event));
  parsed.type = counter->type;
  parsed.config = counter->config;
  const auto number = parse_number<std::uint64_t>(*frequency);
  if (!number.ok() || *number == 0) return misfit(fmt::format("'{}' is no frequency (samples a second)", *frequency));
  parsed.frequency = *number;
  WAGGLE_TRY(parsed.pid, pid_option(target));
  WAGGLE_TRY(const auto cpu, number_option<int>(target, "cpu"));
  if (cpu && *cpu < 0) return misfit("cpu is a number from 0");
  parsed.cpu = cpu.value_or(-1);
  return parsed;
}

// The events of one target: itself where it names a CPU or a process, else one for each CPU.
std::vector<PerfEvent> spread_over_cpus(const PerfEvent& event) {
  if (event.cpu >= 0 || event.pid > 0) return {event};
  std::vector<PerfEvent> events;
  for (int cpu = 0; cpu < libbpf_num_possible_cpus(); ++cpu) {
    events.push_back(event);
    events.back().cpu = cpu;
  }
  return events;
}

struct SampledEvents final : Link::Attachment {
  std::vector<CPtr<bpf_link, bpf_link__destroy>> links;
};

Result<void> attach_one(bpf_program* program, const PerfEvent& event, SampledEvents& events) {
  WAGGLE_TRY(UniqueFd opened, open_perf_event(event));
  bpf_link* const link = bpf_program__attach_perf_event(program, opened.get());
  if (link == nullptr) return attach_error(errno, fmt::format("CPU {}", event.cpu));
  static_cast<void>(opened.release());  // the link closes it
  events.links.emplace_back(link);
  return {};
}

Result<Link> attach_perf_event(const Attaching& attaching) {
  WAGGLE_TRY(const PerfEvent target, parse(attaching.target));
  auto events = std::make_unique<SampledEvents>();
  const std::vector<PerfEvent> wanted = spread_over_cpus(target);
  for (const PerfEvent& event : wanted) {
    const Result<void> attached = attach_one(attaching.program, event, *events);
    const bool offline = wanted.size() > 1 && !attached.ok() && attached.error().code() == ENODEV;
    if (!attached.ok() && !offline)
      return Error(attached.error().code(),
                   fmt::format("{}: {}", attaching.target.subject, attached.error().message()));
  }
  return Link(std::move(events));
}

std::string_view likely_reason(int code, const PerfEvent& event) {
  switch (code) {
    case ENOENT:
    case EOPNOTSUPP:
      return event.type == PERF_TYPE_HARDWARE ? "this machine shows no hardware counters, as many virtual ones"
                                              : "the kernel has no such event";
    case EINVAL:
      if (event.cpu >= libbpf_num_possible_cpus()) return "there is no such CPU";
      return "the frequency may be above kernel.perf_event_max_sample_rate";
    case ENODEV: return "there is no such CPU, or it is offline";
    case ESRCH: return "there is no such process";
    case EPERM:
    case EACCES: return "needs CAP_PERFMON, or kernel.perf_event_paranoid forbids it";
    default: return {};
  }
}

}  // namespace

Result<UniqueFd> open_perf_event(const PerfEvent& event) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = event.type;
  attributes.config = event.config;
  attributes.freq = event.frequency != 0 ? 1 : 0;
  attributes.sample_freq = event.frequency;
  UniqueFd opened(
      static_cast<int>(::syscall(SYS_perf_event_open, &attributes, event.pid, event.cpu, -1, PERF_FLAG_FD_CLOEXEC)));
  if (!opened) {
    const int code = errno;
    return attach_error(code, "perf_event_open", likely_reason(code, event));
  }
  return opened;
}

constinit const Kind kPerfEvent{
    .id = AttachKind::perf_event,
    .name = "perf_event",
    .grammar = "software:EVENT@FREQ or hardware:EVENT@FREQ, [,cpu=N][,pid=N] (software:cpu-clock@99)",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_perf_event,
};

}  // namespace waggle::bpf
