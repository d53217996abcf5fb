// Prints the IPv4 flows of an interface as they begin, until Ctrl-C.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sockfilter.h"
#include "sockfilter.skel.h"

static void print_end(unsigned int address, unsigned short port) {
  const unsigned char* bytes = (const unsigned char*)&address;
  printf("%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
  if (port) printf(":%u", ntohs(port));
}

static int handle_flow(void* ctx, void* data, size_t size) {
  const struct flow* flow = data;
  if (size < sizeof(*flow)) return 0;
  switch (flow->protocol) {
    case 1: printf("%-5s ", "ICMP"); break;
    case 6: printf("%-5s ", "TCP"); break;
    case 17: printf("%-5s ", "UDP"); break;
    default: printf("%-5u ", flow->protocol);
  }
  print_end(flow->source, flow->source_port);
  printf(" -> ");
  print_end(flow->destination, flow->destination_port);
  printf("\n");
  return 0;
}

static int run(struct sockfilter_bpf* skel, const char* interface) {
  // The host opens a packet socket, binds it to the interface and gives it this filter.
  skel->links.report_flow = bpf_program__attach_target(skel->progs.report_flow, interface);
  if (!skel->links.report_flow) return -errno;
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_flow, NULL, NULL);
  if (!rb) return -errno;
  printf("Flows on %s... Hit Ctrl-C to end.\n", interface);
  int err;
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "Print the IPv4 flows of an interface.\n\nUSAGE: sockfilter INTERFACE\n");
    return 2;
  }
  struct sockfilter_bpf* skel = sockfilter_bpf__open_and_load();
  int err = skel ? run(skel, argv[1]) : -errno;
  if (err) fprintf(stderr, "sockfilter: %s: %s\n", argv[1], strerror(-err));
  sockfilter_bpf__destroy(skel);
  return err ? 1 : 0;
}
