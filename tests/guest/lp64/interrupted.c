// Waits until SIGINT. usage: interrupted none | handler | restart
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stop;
static void on_signal(int signal) { stop = signal; }

int main(int argc, char** argv) {
  const int restarts = strcmp(argv[1], "restart") == 0, handles = strcmp(argv[1], "none") != 0;
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = restarts ? SA_RESTART : 0};
  sigset_t interrupt, none;
  sigemptyset(&none);
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  if (handles) sigaction(SIGINT, &action, NULL);
  if (handles && !restarts) sigprocmask(SIG_BLOCK, &interrupt, NULL);  // it comes while we wait, and not before
  printf("waiting\n");
  fflush(stdout);
  printf("buffered\n");
  char text[8];
  const ssize_t n = restarts ? read(0, text, sizeof text) : handles ? sigsuspend(&none) : pause();
  printf("%zd %s, signal %d\n", n, n < 0 ? strerror(errno) : "read", stop);
  return argc > 2;
}
