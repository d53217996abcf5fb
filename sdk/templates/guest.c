// Prints what the BPF program reports, until Ctrl-C.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "PROJECT.h"
#include "PROJECT.skel.h"

#include "attach.inc"

static int print_event(void* context, void* data, size_t size) {
  (void)context, (void)size;
  const struct event* event = (const struct event*)data;
#include "print.inc"
  return 0;
}

static int run(struct PROJECT_bpf* skel, const char* target) {
  int error = attach(skel, target);
  if (error) return error;
  struct ring_buffer* events = ring_buffer__new(bpf_map__fd(skel->maps.events), print_event, NULL, NULL);
  if (!events) return -errno;
  fprintf(stderr, "PROJECT: attached, Ctrl-C ends it\n");
  while (error >= 0) error = ring_buffer__poll(events, -1);
  ring_buffer__free(events);
  return error == -EINTR ? 0 : error;
}

int main(int argc, char** argv) {
  struct PROJECT_bpf* skel = PROJECT_bpf__open_and_load();
  const int error = skel ? run(skel, argc > 1 ? argv[1] : NULL) : -errno;
  if (error) fprintf(stderr, "PROJECT: %s\n", strerror(-error));
  PROJECT_bpf__destroy(skel);
  return error ? 1 : 0;
}
