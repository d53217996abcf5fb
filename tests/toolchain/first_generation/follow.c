// The guest, with the names of the first generation: its skeleton, its packed header, its buffer.
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "follow.skel.h"
#include "follow.wasm.h"
#include "libbpf-wasm.h"

static int handle_event(void* ctx, void* data, size_t data_sz) {
  const struct event* e = data;
  assert(ctx == NULL && data_sz == 168 && e->exit_event == 1);
  printf("EXIT %s %d [%u] %s\n", e->comm, e->pid, e->exit_code, e->duration_ns > 0 ? "measured" : "not seen");
  return 0;
}

int main(int argc, char** argv) {
  struct follow_bpf* skel = follow_bpf__open();
  if (!skel) return 1;
  skel->rodata->min_duration_ns = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
  int err = follow_bpf__load(skel);
  if (!err) err = follow_bpf__attach(skel);
  struct bpf_buffer* rb = err ? NULL : bpf_buffer__open(skel->maps.rb, handle_event, NULL);
  if (rb) printf("following\n");
  while (rb && err >= 0) err = bpf_buffer__poll(rb, 100 /* ms */);
  if (rb) bpf_buffer__free(rb);
  follow_bpf__destroy(skel);
  return err < 0 ? 1 : 0;
}
