// The C part of cxx.cc.
#include <libbpf-wasm.h>

int c_objects(void);

int c_objects(void) {
  int count = 0;
  for (struct bpf_object* obj = libbpf_wasm__objects; obj; obj = obj->next) count++;
  return count;
}
