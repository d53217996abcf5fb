// struct_ops: the kernel's own algorithm, replaced by programs.
#include "congestion.skel.h"
#include "tests/conformance/libbpf/program.h"

static bool is_available(const char* name) {
  char text[256] = "";
  FILE* file = fopen("/proc/sys/net/ipv4/tcp_available_congestion_control", "r");
  if (!file || !fgets(text, sizeof(text), file)) exit(failed("tcp_available_congestion_control"));
  fclose(file);
  return strstr(text, name) != NULL;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct congestion_bpf* skel = congestion_bpf__open_and_load();
  if (!skel) return failed("load");
  struct bpf_link* link = bpf_map__attach_struct_ops(skel->maps.congestion);
  if (!link) return failed("attach");
  printf("attached: %d\n", is_available("bpf_corpus"));
  say_ready();
  while (*(volatile long long*)&skel->bss->connections < expected && !stopping) usleep(1000);
  printf("connections %lld\n", skel->bss->connections);
  bpf_link__destroy(link);
  printf("attached: %d\n", is_available("bpf_corpus"));
  congestion_bpf__destroy(skel);
  return 0;
}
