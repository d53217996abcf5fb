// Handlers, masks, restarts and waits: what it prints is the same natively and as a guest.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t caught, nested, depth;

static void count(int signal) { caught += signal; }
static void with_info(int signal, siginfo_t* info, void* context) {
  caught = info->si_signo == signal && context != NULL ? 1000 + signal : -1;
}
static void raising(int signal) {
  ++depth;
  if (nested == 0) {
    nested = 1;
    raise(signal);                 // blocked while its handler runs
    nested = depth == 1 ? 2 : -1;  // so it has not run yet
  }
}

// Prints a call's result, its errno if it failed, and what the handlers have caught by then.
static void say(const char* what, long result) {
  const char* why = result < 0 ? strerror(errno) : "done";
  printf("%s: %ld %s, caught %d\n", what, result, why, caught);
}

static void set(int signal, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  printf("sigaction %d\n", sigaction(signal, &action, NULL));
}

static void handlers(void) {
  set(SIGUSR1, count, 0);
  say("raise", raise(SIGUSR1));
  say("kill", kill(getpid(), SIGUSR1));
  struct sigaction action = {.sa_sigaction = with_info, .sa_flags = SA_SIGINFO}, old;
  printf("sigaction %d", sigaction(SIGUSR1, &action, &old));
  printf(", before it was count: %d\n", old.sa_handler == count);
  raise(SIGUSR1);
  printf("with info: %d\n", caught);
  set(SIGUSR1, SIG_IGN, 0);
  raise(SIGUSR1);
  printf("ignored: %d\n", caught);
  set(SIGUSR2, raising, 0);
  raise(SIGUSR2);
  printf("nested %d, depth %d\n", nested, depth);
  set(SIGUSR2, count, SA_RESETHAND);
  caught = 0;
  raise(SIGUSR2);
  sigaction(SIGUSR2, NULL, &old);
  printf("reset: caught %d, default %d\n", caught, old.sa_handler == SIG_DFL);
}

static void masks(void) {
  sigset_t block, before, pending;
  set(SIGUSR1, count, 0);
  caught = 0;
  sigemptyset(&block);
  sigaddset(&block, SIGUSR1);
  sigprocmask(SIG_BLOCK, &block, &before);
  raise(SIGUSR1);
  printf("blocked: caught %d\n", caught);
  sigprocmask(SIG_SETMASK, NULL, &pending);
  printf("mask has it: %d\n", sigismember(&pending, SIGUSR1));
  say("sigsuspend", sigsuspend(&before));
  raise(SIGUSR1);
  const struct timespec soon = {.tv_sec = 10};
  say("ppoll", ppoll(NULL, 0, &soon, &before));
  raise(SIGUSR1);
  say("pselect", pselect(0, NULL, NULL, NULL, &soon, &before));

  const int fd = signalfd(-1, &block, SFD_CLOEXEC | SFD_NONBLOCK);
  struct signalfd_siginfo info = {0};
  say("read of no signal", read(fd, &info, sizeof info));
  raise(SIGUSR1);
  say("read of a signal", read(fd, &info, sizeof info));
  printf("it is %u\n", info.ssi_signo);
  close(fd);
  sigprocmask(SIG_SETMASK, &before, NULL);
  printf("unblocked: caught %d\n", caught);
}

static void waits_for_signals(void) {
  sigset_t set, now;
  siginfo_t info = {0};
  int signal = 0;
  const struct timespec soon = {.tv_sec = 10}, at_once = {0};
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  caught = 0;
  raise(SIGTERM);
  printf("sigwait %d", sigwait(&set, &signal));
  printf(" %d\n", signal);
  raise(SIGUSR1);
  say("sigwaitinfo", sigwaitinfo(&set, &info));
  printf("it is %d\n", info.si_signo);
  raise(SIGUSR1);
  say("sigtimedwait", sigtimedwait(&set, NULL, &soon));
  say("sigtimedwait in vain", sigtimedwait(&set, &info, &at_once));
  sigprocmask(SIG_SETMASK, NULL, &now);
  printf("still blocked: %d %d\n", sigismember(&now, SIGUSR1), sigismember(&now, SIGTERM));
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void waits(void) {
  const int epoll = epoll_create1(EPOLL_CLOEXEC), timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = 1ull << 40 | 7}, got = {0};
  const struct itimerspec in_20_ms = {.it_value.tv_nsec = 20000000};
  epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
  timerfd_settime(timer, 0, &in_20_ms, NULL);
  say("epoll_wait", epoll_wait(epoll, &got, 1, 5000));
  printf("data %llu\n", (unsigned long long)got.data.u64);
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(timer, &readable);
  struct timeval limit = {.tv_sec = 5};
  say("select", select(timer + 1, &readable, NULL, NULL, &limit));
  unsigned long long expired = 0;
  say("read of the timer", read(timer, &expired, sizeof expired));
  printf("readable %d, expired %llu\n", FD_ISSET(timer, &readable) != 0, expired);
  limit = (struct timeval){.tv_usec = 1000};
  say("select in vain", select(timer + 1, &readable, NULL, NULL, &limit));
  printf("readable %d\n", FD_ISSET(timer, &readable) != 0);
  close(timer);
  FD_SET(timer, &readable);
  say("select of a closed one", select(timer + 1, &readable, NULL, NULL, &limit));
  close(epoll);
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  handlers();
  masks();
  waits_for_signals();
  waits();
  return 0;
}
