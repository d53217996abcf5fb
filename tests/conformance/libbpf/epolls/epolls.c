// A perf buffer whose events stand in an epoll set of the program's own, which waits for ever and consumes only what
// was ready: the kernel says once for each wake-up that an event is.
#include <sys/epoll.h>

#include "epolls.skel.h"
#include "tests/conformance/libbpf/program.h"

static long long seen, sum;

static void on_sample(void* context, int cpu, void* data, __u32 size) {
  unsigned long long number;
  (void)context, (void)cpu, (void)size;
  memcpy(&number, data, sizeof(number));
  ++seen;
  sum += number;
}

static int add_all(int set, const struct perf_buffer* events) {
  for (size_t i = 0; i < perf_buffer__buffer_cnt(events); ++i) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = i};
    if (epoll_ctl(set, EPOLL_CTL_ADD, perf_buffer__buffer_fd(events, i), &event)) return -1;
  }
  return 0;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct epolls_bpf* skel = epolls_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (epolls_bpf__load(skel) || epolls_bpf__attach(skel)) return failed("load");
  struct perf_buffer* events = perf_buffer__new(bpf_map__fd(skel->maps.events), 8, on_sample, NULL, NULL, NULL);
  if (!events) return failed("perf_buffer__new");
  const int set = epoll_create1(EPOLL_CLOEXEC);
  if (add_all(set, events)) return failed("epoll_ctl");
  say_ready();
  while (seen < expected && !stopping) {
    struct epoll_event ready;
    const int n = epoll_wait(set, &ready, 1, -1);
    if (n < 0 && errno != EINTR) return failed("epoll_wait");
    if (n == 1 && perf_buffer__consume_buffer(events, ready.data.u64)) return failed("consume");
  }
  printf("seen %lld, sum %lld\n", seen, sum);
  close(set);
  perf_buffer__free(events);
  epolls_bpf__destroy(skel);
  return 0;
}
