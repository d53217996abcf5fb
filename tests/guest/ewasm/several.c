// Two packages in one guest, polled together; lets only the files pass whose names hold the argument, and counts.
#include "ewasm.h"
#include "package.h"

static char wanted[256];
static int passed;

int bpf_main(char* env_json, int length) {
  snprintf(wanted, sizeof wanted, "%.*s", length > 4 ? length - 4 : 0, strstr(env_json, "\",\"") + 3);
  wanted[strcspn(wanted, "\"")] = 0;
  printf("bad package %d\n", create_bpf("{}", 2));
  printf("unknown %d %d\n", run_bpf(7), wait_and_poll_bpf(-1));
  int first = create_bpf(program_data, strlen(program_data)), second = create_bpf(program_data, strlen(program_data));
  printf("packages %d %d, not running %d\n", first, second, wait_and_poll_bpf(first));
  printf("run %d %d\n", run_bpf(first), run_bpf(second));
  puts("ready");
  printf("end %d\n", wait_and_poll_bpf(second));
  return passed >= 2 ? 3 : 4;
}

int process_event(int context, char* event, int length) {
  if (!strstr(event, wanted)) return -1;
  ++passed;
  return 0;
}
