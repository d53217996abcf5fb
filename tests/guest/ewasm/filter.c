// The end of a chain: prints what the guest before it let pass, in its own words.
#include "ewasm.h"

int bpf_main(char* env_json, int length) { return (int)env_json + length; }

int process_event(int context, char* event, int length) {
  char* name = strstr(event, "\"fname\":");
  printf("passed: %s\n", name ? name : event);
  return 0;
}
