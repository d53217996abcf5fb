// What a native program would crash at. The argument says which: ["wrong.wasm","1"].
#include "ewasm.h"

int bpf_main(char* env_json, int length) {
  switch (env_json[length - 3]) {
    case '1': return strlen((char*)0xfffffff0);
    case '2': free(env_json + 1); return 0;
    case '3': printf("%n", &length); return 0;
    case '4': memcpy((char*)0x7fffffff, env_json, 8); return 0;
    case '5': printf("%s", (char*)0xffffffff); return 0;
    case '6': printf("%2000000000d", 1); return 0;
    case '7': return malloc(0xffffffff) == NULL && calloc(0x10000, 0x10000) == NULL && malloc(100) != NULL ? 9 : 1;
    case '8': return bsearch("a", "abc", 3, 1, (int (*)(const void*, const void*))12345) == NULL;
    default: exit(5);
  }
  return 0;
}
