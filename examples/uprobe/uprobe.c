// Prints the calls of a function in user space, until Ctrl-C.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "uprobe.h"
#include "uprobe.skel.h"

static const char kUsage[] =
    "Print the calls of a function: its first argument and its result.\n"
    "\n"
    "USAGE: uprobe PATH:SYMBOL\n"
    "\n"
    "EXAMPLE:\n"
    "    uprobe /lib/x86_64-linux-gnu/libc.so.6:malloc\n";

static int handle_event(void* ctx, void* data, size_t size) {
  const struct event* e = data;
  if (size < sizeof(*e)) return 0;
  printf("%-7d %-16s %-6s 0x%llx\n", e->pid, e->comm, e->is_return ? "RETURN" : "CALL", e->value);
  return 0;
}

static int run(struct uprobe_bpf* skel, const char* function) {
  skel->links.called = bpf_program__attach_target(skel->progs.called, function);
  if (!skel->links.called) return -errno;
  skel->links.returned = bpf_program__attach_target(skel->progs.returned, function);
  if (!skel->links.returned) return -errno;
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_event, NULL, NULL);
  if (!rb) return -errno;
  printf("%-7s %-16s %-6s %s\n", "PID", "COMM", "EVENT", "VALUE");
  int err;
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fputs(kUsage, stderr);
    return 2;
  }
  struct uprobe_bpf* skel = uprobe_bpf__open_and_load();
  int err = skel ? run(skel, argv[1]) : -errno;
  if (err) fprintf(stderr, "uprobe: %s: %s\n", argv[1], strerror(-err));
  uprobe_bpf__destroy(skel);
  return err ? 1 : 0;
}
