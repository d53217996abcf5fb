// Becomes the program in its arguments, with the time of that moment (CLOCK_MONOTONIC, nanoseconds)
// as one argument more. Also gives it a peak of memory of its own: that of a fork starts with its parent's.
// usage: launch PROGRAM [ARG...]
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { kMostArguments = 62 };

int main(int argc, char** argv) {
  if (argc < 2 || argc > kMostArguments) return 2;
  char time[32];
  char* arguments[kMostArguments + 2];
  for (int i = 1; i < argc; ++i) arguments[i - 1] = argv[i];
  arguments[argc - 1] = time;
  arguments[argc] = NULL;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  snprintf(time, sizeof(time), "%lld", now.tv_sec * 1000000000LL + now.tv_nsec);
  execvp(arguments[0], arguments);
  perror(arguments[0]);
  return 127;
}
