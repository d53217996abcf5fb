// A sampling performance event of each processor, opened as any program opens one.
#include <linux/perf_event.h>
#include <sys/syscall.h>

#include "profile.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct profile_bpf* skel = profile_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (profile_bpf__load(skel)) return failed("load");
  struct perf_event_attr attributes = {
      .type = PERF_TYPE_SOFTWARE,
      .size = sizeof(attributes),
      .config = PERF_COUNT_SW_CPU_CLOCK,
      .sample_period = 1000000,  // of nanoseconds
  };
  const int cpus = libbpf_num_possible_cpus();
  struct bpf_link** links = calloc((size_t)cpus, sizeof(*links));
  for (int cpu = 0; cpu < cpus; ++cpu) {
    const int fd = (int)syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0) return failed("perf_event_open");
    links[cpu] = bpf_program__attach_perf_event(skel->progs.sample, fd);
    if (!links[cpu]) return failed("attach");
  }
  say_ready();
  while (*(volatile long long*)&skel->bss->samples < expected && !stopping) usleep(1000);
  printf("enough samples: %d\n", *(volatile long long*)&skel->bss->samples >= expected);
  for (int cpu = 0; cpu < cpus; ++cpu) bpf_link__destroy(links[cpu]);
  free(links);
  profile_bpf__destroy(skel);
  return 0;
}
