// Prints process starts and exits until Ctrl-C: an ordinary libbpf program, which knows nothing of WebAssembly.
#include <argp.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bootstrap.h"
#include "bootstrap.skel.h"

static struct {
  bool verbose;
  long min_duration_ms;
} options;

const char* argp_program_version = "bootstrap 0.1";
const char* argp_program_bug_address = "<waggle@example.org>";
static const char kDoc[] =
    "Traces the start and the exit of processes, with their parents, files and durations.\n"
    "\n"
    "USAGE: ./bootstrap [-d <min-duration-ms>] [-v]\n";

static const struct argp_option kOptions[] = {
    {"verbose", 'v', NULL, 0, "Print what libbpf does", 0},
    {"duration", 'd', "DURATION-MS", 0, "Report only processes that ran at least so long", 0},
    {0},
};

static error_t parse_option(int key, char* argument, struct argp_state* state) {
  if (key == 'v') {
    options.verbose = true;
  } else if (key == 'd') {
    char* end;
    options.min_duration_ms = strtol(argument, &end, 10);
    if (*end || options.min_duration_ms <= 0) argp_error(state, "invalid duration: %s", argument);
  } else if (key == ARGP_KEY_ARG) {
    argp_usage(state);
  } else {
    return ARGP_ERR_UNKNOWN;
  }
  return 0;
}

static int print_libbpf(enum libbpf_print_level level, const char* format, va_list arguments) {
  if (level == LIBBPF_DEBUG && !options.verbose) return 0;
  return vfprintf(stderr, format, arguments);
}

static volatile sig_atomic_t exiting;

static void on_signal(int signal) {
  (void)signal;
  exiting = 1;
}

static int print_event(void* context, void* data, size_t size) {
  (void)context, (void)size;
  const struct event* event = data;
  char clock[16];
  const time_t now = time(NULL);
  strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&now));
  printf("%-8s %-5s %-16s %-7d %-7d ", clock, event->is_exit ? "EXIT" : "EXEC", event->comm, event->pid, event->ppid);
  if (!event->is_exit) {
    printf("%s\n", event->filename);
  } else {
    printf("[%u]", event->exit_code);
    if (event->duration_ns) printf(" (%llums)", event->duration_ns / 1000000);
    printf("\n");
  }
  return 0;
}

static int print_events(struct bootstrap_bpf* skel) {
  struct ring_buffer* events = ring_buffer__new(bpf_map__fd(skel->maps.events), print_event, NULL, NULL);
  if (!events) {
    fprintf(stderr, "Failed to create ring buffer\n");
    return -errno;
  }
  printf("%-8s %-5s %-16s %-7s %-7s %s\n", "TIME", "EVENT", "COMM", "PID", "PPID", "FILENAME/EXIT CODE");
  fflush(stdout);
  int error = 0;
  while (!exiting) {
    error = ring_buffer__poll(events, 100);
    fflush(stdout);
    if (error == -EINTR) error = 0;
    if (error < 0) {
      fprintf(stderr, "Error polling ring buffer: %d\n", error);
      break;
    }
  }
  ring_buffer__free(events);
  return error < 0 ? error : 0;
}

int main(int argc, char** argv) {
  const struct argp argp = {.options = kOptions, .parser = parse_option, .doc = kDoc};
  int error = argp_parse(&argp, argc, argv, 0, NULL, NULL);
  if (error) return error;
  libbpf_set_print(print_libbpf);
  signal(SIGINT, on_signal);
  signal(SIGTERM, on_signal);

  struct bootstrap_bpf* skel = bootstrap_bpf__open();
  if (!skel) {
    fprintf(stderr, "Failed to open and load BPF skeleton\n");
    return 1;
  }
  skel->rodata->min_duration_ns = options.min_duration_ms * 1000000ULL;
  error = bootstrap_bpf__load(skel);
  if (!error) error = bootstrap_bpf__attach(skel);
  if (error) fprintf(stderr, "Failed to load and attach BPF skeleton\n");
  else error = print_events(skel);
  bootstrap_bpf__destroy(skel);
  return error < 0 ? -error : 0;
}
