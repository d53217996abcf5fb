// The first guests' opensnoop: prints every event as it comes.
#include "ewasm.h"
#include "package.h"

int bpf_main(char* env_json, int length) {
  printf("env %.*s\n", length, env_json);
  int program = create_bpf(program_data, strlen(program_data));
  if (program < 0) {
    printf("create_bpf failed %d\n", program);
    return -1;
  }
  int result = run_bpf(program);
  if (result < 0) {
    printf("run_bpf failed %d\n", result);
    return -1;
  }
  printf("ready\n");
  return wait_and_poll_bpf(program) < 0 ? -1 : 0;
}

int process_event(int context, char* event, int length) {
  if (strlen(event) != (size_t)length) printf("%d bytes, %d said\n", (int)strlen(event), length);
  printf("%s\n", event);
  return -1;
}
