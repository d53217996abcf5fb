// Every text that the C library has for errors and signals: the same natively and as a guest.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  for (int number = -1; number <= 135; ++number) printf("%d %s\n", number, strerror(number));
  printf("%s, %s\n", strerror(524), strerror(ENOENT));
  for (int signal = -1; signal <= 65; ++signal) printf("%d %s\n", signal, strsignal(signal));
  // What was given before stays as it was.
  const char* before = strerror(EIO);
  strerror(EPERM);
  puts(before);
  char text[32];
  printf("%d %s\n", strerrordesc_np(41) == NULL, strerrordesc_np(EBUSY));
  errno = ENOTTY;
  snprintf(text, sizeof text, "%m");
  puts(text);
  fflush(stdout);
  perror("perror");
  psignal(SIGCHLD, "psignal");
  return 0;
}
