// Global variables: set before the load, read and written while the programs run.
#include "globals.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct globals_bpf* skel = globals_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  skel->rodata->step = 3;
  skel->data->started_at = 1000;
  skel->bss->sum = 5;
  printf("before: step %d started_at %d calls %lld pair %d %s\n", skel->rodata->step, skel->data->started_at,
         skel->bss->calls, skel->data->pair.first, skel->data->pair.text);
  if (globals_bpf__load(skel) || globals_bpf__attach(skel)) return failed("load");
  skel->data->started_at = 2000;
  strcpy(skel->data->pair.text, "user");
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);
  printf("after: step %d started_at %d calls %lld sum %lld pair %d %s\n", skel->rodata->step, skel->data->started_at,
         skel->bss->calls, skel->bss->sum, skel->data->pair.first, skel->data->pair.text);
  globals_bpf__destroy(skel);
  return 0;
}
