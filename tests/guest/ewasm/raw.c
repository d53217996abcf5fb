// Gets the kernel's bytes instead of JSON.
#include "ewasm.h"
#include "package.h"

struct event {
  int pid;
  unsigned int uid;
  int ret;
  int flags;
  char comm[16];
  char fname[255];
};

int bpf_main(char* env_json, int length) {
  int program = create_bpf(program_data, strlen(program_data));
  if (run_bpf(program) < 0) return 1;
  puts("ready");
  return wait_and_poll_bpf(program);
}

int process_event(int context, char* bytes, int length) {
  struct event* e = (struct event*)bytes;
  printf("%d bytes %s by %s: %d\n", length >= (int)sizeof *e, e->fname, e->comm, e->ret >= 0);
  return 0;
}
