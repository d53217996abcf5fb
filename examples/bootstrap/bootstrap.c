// Prints process starts and exits until Ctrl-C.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bootstrap.h"
#include "bootstrap.skel.h"

static const char kUsage[] =
    "BPF bootstrap demo application.\n"
    "\n"
    "It traces process start and exits and shows associated \n"
    "information (filename, process duration, PID and PPID, etc).\n"
    "\n"
    "USAGE: ./bootstrap [-d <min-duration-ms>] -v\n";

static int handle_event(void* ctx, void* data, size_t size) {
  const struct event* e = data;
  if (size < sizeof(*e)) return 0;

  unsigned now = time(NULL) % (24 * 60 * 60);  // a guest with WASI has no time zones
  printf("%02u:%02u:%02u %-5s %-16s %-7d %-7d ", now / 3600, now / 60 % 60, now % 60, e->is_exit ? "EXIT" : "EXEC",
         e->comm, e->pid, e->ppid);
  if (!e->is_exit) {
    printf("%s\n", e->filename);
  } else {
    printf("[%u]", e->exit_code);
    if (e->duration_ns) printf(" (%llums)", e->duration_ns / 1000000);
    printf("\n");
  }
  return 0;
}

// 0 for what is no positive number of at most 13 digits. strtoll() would add a tenth to the guest.
static unsigned long long positive_number(const char* text) {
  unsigned long long number = 0;
  for (; *text >= '0' && *text <= '9' && number < 1000000000000; ++text) number = 10 * number + (*text - '0');
  return *text ? 0 : number;
}

static int run(struct bootstrap_bpf* skel, bool verbose) {
  int err = bootstrap_bpf__load(skel);
  if (!err) err = bootstrap_bpf__attach(skel);
  if (err) return err;
  if (verbose) fprintf(stderr, "bootstrap: handle_exec and handle_exit are attached\n");

  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.events), handle_event, NULL, NULL);
  if (!rb) return -errno;
  printf("%-8s %-5s %-16s %-7s %-7s %s\n", "TIME", "EVENT", "COMM", "PID", "PPID", "FILENAME/EXIT CODE");
  do {
    err = ring_buffer__poll(rb, 100 /* ms */);
  } while (err >= 0);
  ring_buffer__free(rb);
  return err == -EINTR ? 0 : err;  // Ctrl-C is how it is meant to end
}

int main(int argc, char** argv) {
  bool verbose = false;
  unsigned long long min_duration_ms = 0;
  for (int option; (option = getopt(argc, argv, "d:hv")) != -1;) {
    if (option == 'd') {
      min_duration_ms = positive_number(optarg);
      if (!min_duration_ms) {
        fprintf(stderr, "bootstrap: -d: not a positive number: %s\n", optarg);
        return 2;
      }
    } else if (option == 'v') {
      verbose = true;
    } else {
      fputs(kUsage, option == 'h' ? stdout : stderr);
      return option == 'h' ? 0 : 2;
    }
  }

  struct bootstrap_bpf* skel = bootstrap_bpf__open();
  if (!skel) {
    fprintf(stderr, "bootstrap: cannot open the BPF object: %s\n", strerror(errno));
    return 1;
  }
  skel->rodata->min_duration_ns = min_duration_ms * 1000000;
  int err = run(skel, verbose);
  if (err) fprintf(stderr, "bootstrap: %s\n", strerror(-err));
  bootstrap_bpf__destroy(skel);
  return err ? 1 : 0;
}
