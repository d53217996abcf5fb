// A program as it was written for the first generation's SDK, with every name that SDK had: it must
// compile unchanged and run.
#include "handwritten.skel.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../check.h"
#include "first.h"

static unsigned int received;

static int handle_event(void* ctx, void* data, size_t data_sz) {
  const struct event* e = data;
  if (ctx == &received && data_sz == sizeof(*e)) received = e->number;
  return 0;
}

static void knock(int fd, uint64_t key) {
  uint32_t value = 1, found = 0;
  uint64_t next = 0, before = -2;
  check("update", !bpf_map_update_elem(fd, &key, &value, BPF_ANY));
  check("lookup", !bpf_map_lookup_elem(fd, &key, &found) && found == 1);
  check("lookup with flags", !bpf_map_lookup_elem_flags(fd, &key, &found, 0));
  check("the key after one that is not there is the first", !bpf_map_get_next_key(fd, &before, &next) && next == key);
  check("delete", !bpf_map_delete_elem(fd, &key));
  check("delete with flags fails for a missing key", bpf_map_delete_elem_flags(fd, &key, 0) < 0);
}

int main(void) {
  struct first_bpf* skel = first_bpf__open();
  check("open", skel != NULL);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  skel->rodata->door = (unsigned int)now.tv_nsec | 1;
  check("set_autoload", bpf_program__set_autoload(skel->progs.handle_packet, false) == 0);
  check("load", first_bpf__load(skel) == 0);
  check("attach", first_bpf__attach(skel) == 0);

  struct bpf_buffer* rb = bpf_buffer__open(skel->maps.rb, handle_event, &received);
  check("bpf_buffer__open", rb != NULL);
  knock(bpf_map__fd(skel->maps.knocks), (uint64_t)skel->rodata->door << 32 | 5);
  check("bpf_buffer__poll", bpf_buffer__poll(rb, 100 /* timeout, ms */) >= 0 && received == 5);
  check("an empty poll gives 0", bpf_buffer__poll(rb, 1) == 0);
  bpf_buffer__free(rb);

  struct bpf_buffer* again = bpf_buffer__new(skel->maps.rb);
  again->sample_fn = handle_event;
  again->ctx = &received;
  knock(bpf_map__fd(skel->maps.knocks), (uint64_t)skel->rodata->door << 32 | 6);
  check("bpf_buffer__new", bpf_buffer__poll(again, 100) >= 0 && received == 6);
  bpf_buffer__free(again);
  first_bpf__detach(skel);
  first_bpf__destroy(skel);

  skel = first_bpf__open();
  char target[] = "no_such_if0";
  bpf_set_prog_attach_target(skel->progs.handle_packet, target);
  check("a target is used by attach", first_bpf__load(skel) == 0 && first_bpf__attach(skel) < 0);
  first_bpf__destroy(skel);
  return failures ? 1 : 0;
}
