// Tags the TCP connections of a cgroup and prints them, until Ctrl-C.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sockops.h"
#include "sockops.skel.h"

static const char kUsage[] =
    "Print the IPv4 TCP connections of a cgroup; mark those it opens with a TCP option.\n"
    "\n"
    "USAGE: sockops CGROUP [tag]\n"
    "\n"
    "EXAMPLE:\n"
    "    sockops /sys/fs/cgroup/web 42\n";

static void print_end(unsigned int address, unsigned short port) {
  const unsigned char* bytes = (const unsigned char*)&address;
  printf("%u.%u.%u.%u:%u", bytes[0], bytes[1], bytes[2], bytes[3], port);
}

static int handle_connection(void* ctx, void* data, size_t size) {
  const struct connection* c = data;
  if (size < sizeof(*c)) return 0;
  printf("%-7s ", c->accepted ? "ACCEPT" : "CONNECT");
  print_end(c->local_address, c->local_port);
  printf(c->accepted ? " <- " : " -> ");
  print_end(c->remote_address, c->remote_port);
  if (c->has_tag) printf(" tag %u", c->tag);
  printf("\n");
  return 0;
}

static int run(struct sockops_bpf* skel, const char* cgroup, unsigned int tag) {
  skel->rodata->my_tag = tag;
  int err = sockops_bpf__load(skel);
  if (err) return err;
  skel->links.watch = bpf_program__attach_target(skel->progs.watch, cgroup);
  if (!skel->links.watch) return -errno;
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_connection, NULL, NULL);
  if (!rb) return -errno;
  printf("Connections of %s... Hit Ctrl-C to end.\n", cgroup);
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    fputs(kUsage, stderr);
    return 2;
  }
  unsigned int tag = argc == 3 ? (unsigned int)strtoul(argv[2], NULL, 0) : 0;
  struct sockops_bpf* skel = sockops_bpf__open();
  int err = skel ? run(skel, argv[1], tag) : -errno;
  if (err) fprintf(stderr, "sockops: %s: %s\n", argv[1], strerror(-err));
  sockops_bpf__destroy(skel);
  return err ? 1 : 0;
}
