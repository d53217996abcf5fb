// Prints the events of opens.bpf.c as programs of libbpf do, by printf: how much processor time the process has used is
// bench/run's to ask. Ends after COUNT events. usage: opens columns|json PRODUCER COUNT
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "flood.h"
#include "opens.h"
#include "opens.skel.h"

static long left;
static const char* format;

// Escapes nothing, which is wrong, but what programs do.
static int on_event(void* json, void* data, size_t size) {
  const struct open_event* event = data;
  const time_t now = time(NULL);
  struct tm parts;
  char text[32];
  strftime(text, sizeof(text), json ? "%Y-%m-%dT%H:%M:%SZ" : "%H:%M:%S", localtime_r(&now, &parts));
  printf(format, text, event->pid, event->uid, event->ret, event->flags, event->comm, event->fname);
  return size < sizeof(*event) || --left == 0 ? -1 : 0;
}

int main(int argc, char** argv) {
  struct opens_bpf* skel = opens_bpf__open();
  if (!skel || argc != 4) return 2;
  const int json = !strcmp(argv[1], "json");
  format = json ? "{\"time\":\"%s\",\"pid\":%d,\"uid\":%u,\"ret\":%d,\"flags\":%d,\"comm\":\"%s\",\"fname\":\"%s\"}\n"
                : "%-8s %-7d %-7u %-7d %-7d %-15s %s\n";
  skel->rodata->producer = thread_name(argv[2]);
  left = strtol(argv[3], NULL, 10);
  if (opens_bpf__load(skel) || opens_bpf__attach(skel)) return 1;
  struct ring_buffer* ring = ring_buffer__new(bpf_map__fd(skel->maps.events), on_event, json ? skel : NULL, NULL);
  if (!ring) return 1;
  fputs("attached opened\n", stderr);
  while (left > 0) ring_buffer__poll(ring, -1);
  ring_buffer__free(ring);
  opens_bpf__destroy(skel);
  return 0;
}
