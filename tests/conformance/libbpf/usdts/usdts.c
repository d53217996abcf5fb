// usage: usdts TAG EXPECTED PROGRAM
#include "tests/conformance/libbpf/program.h"
#include "usdts.skel.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct usdts_bpf* skel = usdts_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (usdts_bpf__load(skel)) return failed("load");
  LIBBPF_OPTS(bpf_usdt_opts, options, .usdt_cookie = 5);
  skel->links.probe = bpf_program__attach_usdt(skel->progs.probe, -1, argv[3], "waggle", "work", &options);
  if (!skel->links.probe) return failed("attach");
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);
  printf("calls %lld sum %lld cookies %lld\n", skel->bss->calls, skel->bss->sum, skel->bss->cookies);
  usdts_bpf__destroy(skel);
  return 0;
}
