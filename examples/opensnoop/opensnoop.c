// Prints which process opens which file, until Ctrl-C.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "opensnoop.h"
#include "opensnoop.skel.h"

static const char kUsage[] =
    "Trace open and openat, and what they return.\n"
    "\n"
    "USAGE: opensnoop [-h] [-p PID]\n"
    "\n"
    "EXAMPLES:\n"
    "    opensnoop           # every process\n"
    "    opensnoop -p 1216   # only process 1216\n";

static void handle_event(void* ctx, int cpu, void* data, unsigned size) {
  const struct event* e = data;
  if (size < sizeof(*e)) return;
  int fd = e->result >= 0 ? e->result : -1;
  int error = e->result >= 0 ? 0 : -e->result;
  printf("%-7d %-16s %3d %3d %s\n", e->pid, e->comm, fd, error, e->path);
}

static int attach(struct opensnoop_bpf* skel) {
  // Some architectures have openat(2) only: there the tracepoints of open(2) do not exist.
  bpf_program__set_autoattach(skel->progs.enter_open, false);
  bpf_program__set_autoattach(skel->progs.exit_open, false);
  int err = opensnoop_bpf__attach(skel);
  if (err) return err;
  skel->links.enter_open = bpf_program__attach(skel->progs.enter_open);
  if (!skel->links.enter_open) return errno == ENOENT ? 0 : -errno;
  skel->links.exit_open = bpf_program__attach(skel->progs.exit_open);
  return skel->links.exit_open ? 0 : -errno;
}

static int run(struct opensnoop_bpf* skel) {
  int err = opensnoop_bpf__load(skel);
  if (!err) err = attach(skel);
  if (err) return err;
  struct perf_buffer* pb = perf_buffer__new(bpf_map__fd(skel->maps.events), 64, handle_event, NULL, NULL, NULL);
  if (!pb) return -errno;
  printf("%-7s %-16s %3s %3s %s\n", "PID", "COMM", "FD", "ERR", "PATH");
  do {
    err = perf_buffer__poll(pb, 100 /* ms */);
  } while (err >= 0);
  perf_buffer__free(pb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  int target_pid = 0;
  for (int option; (option = getopt(argc, argv, "hp:")) != -1;) {
    if (option == 'p') {
      target_pid = atoi(optarg);
    } else {
      fputs(kUsage, option == 'h' ? stdout : stderr);
      return option == 'h' ? 0 : 2;
    }
  }

  struct opensnoop_bpf* skel = opensnoop_bpf__open();
  if (!skel) {
    fprintf(stderr, "opensnoop: cannot open the BPF object: %s\n", strerror(errno));
    return 1;
  }
  skel->rodata->target_pid = target_pid;
  int err = run(skel);
  if (err) fprintf(stderr, "opensnoop: %s\n", strerror(-err));
  opensnoop_bpf__destroy(skel);
  return err ? 1 : 0;
}
