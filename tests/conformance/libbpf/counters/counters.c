// Performance events as programs without links use them: opened disabled, given their program by ioctl, enabled.
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "counters.skel.h"
#include "tests/conformance/libbpf/program.h"

static int open_clock(int cpu) {
  struct perf_event_attr attributes = {
      .type = PERF_TYPE_SOFTWARE,
      .size = sizeof(attributes),
      .config = PERF_COUNT_SW_CPU_CLOCK,
      .sample_period = 1000000,  // of nanoseconds
      .disabled = 1,
  };
  return (int)syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct counters_bpf* skel = counters_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (counters_bpf__load(skel)) return failed("load");
  const int cpus = libbpf_num_possible_cpus();
  int* events = calloc((size_t)cpus, sizeof(*events));
  for (int cpu = 0; cpu < cpus; ++cpu) {
    events[cpu] = open_clock(cpu);
    if (events[cpu] < 0) return failed("perf_event_open");
    if (ioctl(events[cpu], PERF_EVENT_IOC_SET_BPF, bpf_program__fd(skel->progs.sample))) return failed("SET_BPF");
    if (ioctl(events[cpu], PERF_EVENT_IOC_ENABLE, 0)) return failed("ENABLE");
  }
  printf("a map is no program: %d", ioctl(events[0], PERF_EVENT_IOC_SET_BPF, bpf_map__fd(skel->maps.bss)));
  printf(" %s\n", strerror(errno));
  say_ready();
  while (*(volatile long long*)&skel->bss->samples < expected && !stopping) usleep(1000);
  for (int cpu = 0; cpu < cpus; ++cpu) ioctl(events[cpu], PERF_EVENT_IOC_DISABLE, 0);
  unsigned long long clock = 0;
  printf("enough samples: %d", *(volatile long long*)&skel->bss->samples >= expected);
  printf(", the clock's bytes: %zd", read(events[0], &clock, sizeof(clock)));
  printf(", it ran: %d\n", clock > 0);
  for (int cpu = 0; cpu < cpus; ++cpu) close(events[cpu]);
  free(events);
  counters_bpf__destroy(skel);
  return 0;
}
