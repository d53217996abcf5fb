// Prints every program that starts, with its arguments, until Ctrl-C.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "execve.h"
#include "execve.skel.h"

static int handle_event(void* ctx, void* data, size_t size) {
  const struct event* e = data;
  if (size < sizeof(*e)) return 0;
  printf("%-7d %-7d %-6u %-16s", e->pid, e->ppid, e->uid, e->comm);
  for (unsigned i = 0; i < e->args_size;) {
    int length = (int)strnlen(e->args + i, e->args_size - i);
    printf(" %.*s", length, e->args + i);
    i += (unsigned)length + 1;
  }
  printf(e->args_size == ARGS_SIZE ? " ...\n" : "\n");
  return 0;
}

static int run(struct execve_bpf* skel) {
  int err = execve_bpf__attach(skel);
  if (err) return err;
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_event, NULL, NULL);
  if (!rb) return -errno;
  printf("%-7s %-7s %-6s %-16s %s\n", "PID", "PPID", "UID", "COMM", "ARGS");
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(void) {
  struct execve_bpf* skel = execve_bpf__open_and_load();
  int err = skel ? run(skel) : -errno;
  if (err) fprintf(stderr, "execve: %s\n", strerror(-err));
  execve_bpf__destroy(skel);
  return err ? 1 : 0;
}
