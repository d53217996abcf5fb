// select(2) by ppoll(2), which is the host's only way to wait for descriptors of one's own choice.
#include <poll.h>
#include <stdint.h>
#include <sys/select.h>
#include <waggle/system_calls.h>

enum { kReadable = POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR };
enum { kWritable = POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR };

static const short kAsked[3] = {POLLIN, POLLOUT, POLLPRI};
static const short kAnswer[3] = {kReadable, kWritable, POLLPRI};

static int collect(int count, fd_set* const sets[3], struct pollfd* polled) {
  int n = 0;
  for (int fd = 0; fd < count; ++fd) {
    short events = 0;
    for (int i = 0; i < 3; ++i)
      if (sets[i] && FD_ISSET(fd, sets[i])) events |= kAsked[i];
    if (events) polled[n++] = (struct pollfd){.fd = fd, .events = events};
  }
  return n;
}

// How many bits are set, or -EBADF.
static long answer(const struct pollfd* polled, int n, fd_set* const sets[3]) {
  long bits = 0;
  for (int k = 0; k < n; ++k) {
    if (polled[k].revents & POLLNVAL) return -EBADF;
    for (int i = 0; i < 3; ++i) {
      if (!sets[i] || !FD_ISSET(polled[k].fd, sets[i])) continue;
      if (polled[k].revents & kAnswer[i]) ++bits;
      else FD_CLR(polled[k].fd, sets[i]);
    }
  }
  return bits;
}

long __waggle_pselect(int count, void* sets[3], const void* timeout, const void* mask) {
  struct pollfd polled[FD_SETSIZE];
  if (count < 0) return -EINVAL;
  fd_set* const given[3] = {sets[0], sets[1], sets[2]};
  const int n = collect(count < FD_SETSIZE ? count : FD_SETSIZE, given, polled);
  const long ready = __waggle_syscall(SYS_ppoll, (long)polled, n, (long)timeout, (long)mask, sizeof(uint64_t), 0);
  return ready < 0 ? ready : answer(polled, n, given);
}
