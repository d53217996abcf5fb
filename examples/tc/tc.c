// Drops incoming UDP packets of one port and prints what passed and what did not, until Ctrl-C.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tc.skel.h"

static const char kUsage[] =
    "Drop the UDP packets that come in on an interface for one port, and count.\n"
    "\n"
    "USAGE: tc INTERFACE PORT\n";

static int run(struct tc_bpf* skel, const char* interface, unsigned short port) {
  skel->rodata->blocked_port = port;
  int err = tc_bpf__load(skel);
  if (err) return err;
  char target[64];
  snprintf(target, sizeof(target), "%s:ingress", interface);
  skel->links.filter = bpf_program__attach_target(skel->progs.filter, target);
  if (!skel->links.filter) return -errno;

  printf("Dropping UDP packets to port %u on %s... Hit Ctrl-C to end.\n", port, interface);
  unsigned long long shown = 0;
  for (bool interrupted = false; !interrupted;) {
    interrupted = sleep(1) != 0;
    err = bpf_map__refresh_globals(skel->maps.bss);
    if (err) return err;
    unsigned long long total = skel->bss->passed + skel->bss->dropped;
    if (total == shown) continue;
    shown = total;
    printf("passed %llu dropped %llu\n", skel->bss->passed, skel->bss->dropped);
  }
  return 0;
}

int main(int argc, char** argv) {
  int port = argc == 3 ? atoi(argv[2]) : 0;
  if (port <= 0 || port > 65535) {
    fputs(kUsage, stderr);
    return 2;
  }
  struct tc_bpf* skel = tc_bpf__open();
  int err = skel ? run(skel, argv[1], (unsigned short)port) : -errno;
  if (err) fprintf(stderr, "tc: %s: %s\n", argv[1], strerror(-err));
  tc_bpf__destroy(skel);
  return err ? 1 : 0;
}
