// How long another program takes, from its exec, until it says a line that holds WORD, on either stream; by the clock
// and by the processor. It is killed then. usage: until WORD PROGRAM [ARG...]
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

// The end of the stream before the word is the program's failure.
static void read_until(const char* word, int fd) {
  static char text[1 << 20];
  size_t size = 0;
  while (size < sizeof(text) - 1 && !strstr(text, word)) {
    const ssize_t count = read(fd, text + size, sizeof(text) - 1 - size);
    if (count <= 0) {
      fputs(text, stderr);
      exit(1);
    }
    size += (size_t)count;
  }
}

int main(int argc, char** argv) {
  int ends[2];
  if (argc < 3 || pipe(ends)) return 2;
  const unsigned long long begin = clock_ns(CLOCK_MONOTONIC);
  const pid_t child = vfork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  close(ends[1]);
  read_until(argv[1], ends[0]);
  const unsigned long long end = clock_ns(CLOCK_MONOTONIC);
  clockid_t used;
  if (clock_getcpuclockid(child, &used)) return 1;
  const unsigned long long cpu = clock_ns(used);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  say("start_ms", (end - begin) / 1e6);
  say("start_cpu_ms", cpu / 1e6);
  return 0;
}
