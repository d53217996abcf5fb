// A packet socket of the program's own, with a socket filter attached by SO_ATTACH_BPF.
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>

#include "packets.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct packets_bpf* skel = packets_bpf__open_and_load();
  if (!skel) return failed("load");
  const int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) return failed("socket");
  const int filter = bpf_program__fd(skel->progs.payload), none = -1;
  printf("no filter: %d", setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &none, sizeof(none)));
  printf(" %s\n", strerror(errno));
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &filter, sizeof(filter))) return failed("SO_ATTACH_BPF");
  const struct sockaddr_ll lo = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = (int)if_nametoindex("lo")};
  if (bind(fd, (const struct sockaddr*)&lo, sizeof(lo))) return failed("bind");
  say_ready();
  long seen = 0, bytes = 0;
  // On the loopback interface each packet goes out and comes in; an ETH_P_IP socket sees what comes in.
  while (seen < expected && !stopping) {
    char frame[256];
    const ssize_t n = recv(fd, frame, sizeof(frame), 0);
    if (n < 0) return failed("recv");
    if (memcmp(frame + n - 5, "paylo", 5)) return failed("text");
    ++seen;
    bytes += n;
  }
  printf("seen %ld, bytes %ld, passed %lld\n", seen, bytes, skel->bss->passed);
  close(fd);
  packets_bpf__destroy(skel);
  return 0;
}
