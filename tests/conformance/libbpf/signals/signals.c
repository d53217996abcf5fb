// Waiting is ended by signals, and their handlers run. SIGUSR1 comes from outside, once for each "ready".
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>

#include "signals.skel.h"
#include "tests/conformance/libbpf/program.h"

static volatile sig_atomic_t handled;

static void on_usr1(int signal) { handled = handled * 100 + (signal == SIGUSR1); }

static int on_record(void* context, void* data, size_t size) {
  (void)context, (void)data, (void)size;
  return 0;
}

static void on_sample(void* context, int cpu, void* data, __u32 size) {
  (void)context, (void)cpu, (void)data, (void)size;
}

// An epoll of the program's own, with the ring, a timer and SIGUSR2 in it.
static int wait_together(struct ring_buffer* ring) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  const int epoll = epoll_create1(EPOLL_CLOEXEC), timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  const int signals = signalfd(-1, &set, SFD_CLOEXEC);
  const int members[] = {ring_buffer__epoll_fd(ring), timer, signals};
  for (int i = 0; i < 3; ++i) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)i};
    if (members[i] < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, members[i], &event)) return failed("epoll_ctl");
  }
  const struct itimerspec soon = {.it_value.tv_nsec = 1000000};
  if (timerfd_settime(timer, 0, &soon, NULL)) return failed("timerfd_settime");
  struct epoll_event ready;
  unsigned long long expirations;
  if (epoll_wait(epoll, &ready, 1, -1) != 1 || read(timer, &expirations, 8) != 8) return failed("timer");
  printf("ready %u, expired %llu\n", ready.data.u32, expirations);
  struct signalfd_siginfo info;
  raise(SIGUSR2);
  if (epoll_wait(epoll, &ready, 1, -1) != 1 || read(signals, &info, sizeof(info)) != sizeof(info))
    return failed("signal");
  printf("ready %u, signal %d\n", ready.data.u32, info.ssi_signo == SIGUSR2);
  close(signals), close(timer), close(epoll);
  return 0;
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct sigaction action = {.sa_handler = on_usr1};
  sigaction(SIGUSR1, &action, NULL);
  struct signals_bpf* skel = signals_bpf__open_and_load();
  if (!skel) return failed("load");
  struct ring_buffer* ring = ring_buffer__new(bpf_map__fd(skel->maps.events), on_record, NULL, NULL);
  struct perf_buffer* buffer = perf_buffer__new(bpf_map__fd(skel->maps.records), 1, on_sample, NULL, NULL, NULL);
  if (!ring || !buffer) return failed("buffers");
  printf("nothing yet: %d %d\n", ring_buffer__poll(ring, 1), perf_buffer__poll(buffer, 1));
  if (wait_together(ring)) return 1;
  say_ready();
  int answer = ring_buffer__poll(ring, -1);
  printf("ring: %s, handled %d\n", strerror(-answer), handled);
  say_ready();
  answer = perf_buffer__poll(buffer, -1);
  printf("perf: %s, handled %d\n", strerror(-answer), handled);
  say_ready();
  const unsigned left = sleep(100);
  printf("sleep: %d, handled %d\n", left > 90 && left <= 100, handled);
  say_ready();
  answer = pause();
  printf("pause: %d %s, handled %d\n", answer, strerror(errno), handled);
  ring_buffer__free(ring);
  perf_buffer__free(buffer);
  signals_bpf__destroy(skel);
  return 0;
}
