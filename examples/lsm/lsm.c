// Forbids rmdir of one name until Ctrl-C, and prints who tried.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lsm.h"
#include "lsm.skel.h"

static const char kUsage[] =
    "Forbid the removal of folders with one name.\n"
    "\n"
    "USAGE: lsm NAME\n";

static int handle_event(void* ctx, void* data, size_t size) {
  const struct event* e = data;
  if (size < sizeof(*e)) return 0;
  printf("denied rmdir by %s (pid %d, uid %u)\n", e->comm, e->pid, e->uid);
  return 0;
}

static int run(struct lsm_bpf* skel, const char* name) {
  memcpy(skel->rodata->protected_name, name, strlen(name) + 1);
  int err = lsm_bpf__load(skel);
  if (!err) err = lsm_bpf__attach(skel);
  if (err) return err;
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_event, NULL, NULL);
  if (!rb) return -errno;
  printf("Nobody removes a folder named %s... Hit Ctrl-C to end.\n", name);
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  if (argc != 2 || !argv[1][0] || strlen(argv[1]) >= NAME_SIZE) {
    fputs(kUsage, stderr);
    return 2;
  }
  struct lsm_bpf* skel = lsm_bpf__open();
  int err = skel ? run(skel, argv[1]) : -errno;
  if (err) fprintf(stderr, "lsm: %s\n", strerror(-err));
  lsm_bpf__destroy(skel);
  return err ? 1 : 0;
}
