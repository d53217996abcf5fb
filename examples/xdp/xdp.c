// Prints the packets and bytes that came in on an interface, for each protocol.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "xdp.h"
#include "xdp.skel.h"

static const char kUsage[] =
    "Count the packets that come in on an interface, by protocol.\n"
    "\n"
    "USAGE: xdp INTERFACE [interval] [count]\n"
    "\n"
    "EXAMPLES:\n"
    "    xdp eth0        # print the counts at Ctrl-C\n"
    "    xdp eth0 1 10   # print them every second, 10 times\n";

static const char* protocol_name(unsigned int protocol, char number[4]) {
  switch (protocol) {
    case 1: return "ICMP";
    case 2: return "IGMP";
    case 6: return "TCP";
    case 17: return "UDP";
    case 58: return "ICMPv6";
    case NOT_IP: return "not IP";
  }
  snprintf(number, 4, "%u", protocol);
  return number;
}

static int print_counters(int map, int cpus) {
  // A per-CPU map gives the values of all CPUs at once.
  struct counter* values = calloc((size_t)cpus, sizeof(*values));
  if (!values) return -ENOMEM;
  int err = 0;
  printf("%-8s %12s %14s\n", "PROTOCOL", "PACKETS", "BYTES");
  for (unsigned int protocol = 0; protocol < PROTOCOLS && !err; protocol++) {
    err = bpf_map_lookup_elem(map, &protocol, values);
    struct counter sum = {0, 0};
    for (int cpu = 0; cpu < cpus; cpu++) {
      sum.packets += values[cpu].packets;
      sum.bytes += values[cpu].bytes;
    }
    char number[4];
    if (sum.packets) printf("%-8s %12llu %14llu\n", protocol_name(protocol, number), sum.packets, sum.bytes);
  }
  free(values);
  return err;
}

static int run(struct xdp_bpf* skel, const char* interface, unsigned int interval, unsigned int count) {
  int cpus = libbpf_num_possible_cpus();
  if (cpus < 0) return cpus;
  // The program is detached when the guest ends, however it ends.
  skel->links.count = bpf_program__attach_target(skel->progs.count, interface);
  if (!skel->links.count) return -errno;
  printf("Counting on %s... Hit Ctrl-C to end.\n", interface);
  for (unsigned int i = 0; i < count; i++) {
    bool interrupted = sleep(interval) != 0;
    int err = print_counters(bpf_map__fd(skel->maps.counters), cpus);
    if (err || interrupted) return err;
  }
  return 0;
}

int main(int argc, char** argv) {
  int interval = argc > 2 ? atoi(argv[2]) : 99999999;
  int count = argc > 3 ? atoi(argv[3]) : 99999999;
  if (argc < 2 || argc > 4 || interval <= 0 || count <= 0) {
    fputs(kUsage, stderr);
    return 2;
  }
  struct xdp_bpf* skel = xdp_bpf__open_and_load();
  int err = skel ? run(skel, argv[1], (unsigned int)interval, (unsigned int)count) : -errno;
  if (err) fprintf(stderr, "xdp: %s: %s\n", argv[1], strerror(-err));
  xdp_bpf__destroy(skel);
  return err ? 1 : 0;
}
