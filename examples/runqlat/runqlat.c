// Prints histograms of how long tasks waited for a CPU.
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runqlat.h"
#include "runqlat.skel.h"

static const char kUsage[] =
    "Summarize run queue (scheduler) latency as a histogram.\n"
    "\n"
    "USAGE: runqlat [--help] [-P] [-c CGROUP] [interval] [count]\n"
    "\n"
    "EXAMPLES:\n"
    "    runqlat         # summarize run queue latency as a histogram\n"
    "    runqlat 1 10    # print 1 second summaries, 10 times\n"
    "    runqlat -P 1    # one histogram for each process\n"
    "    runqlat -c /sys/fs/cgroup/x 1    # only tasks of this cgroup and those below\n";

struct options {
  bool per_process;
  const char* cgroup;  // NULL: every task
  unsigned int interval;
  unsigned int count;
};

static void print_stars(unsigned int value, unsigned int most) {
  enum { kWidth = 40 };
  unsigned int stars = (unsigned int)((unsigned long long)value * kWidth / most);
  for (unsigned int i = 0; i < kWidth; i++) putchar(i < stars ? '*' : ' ');
}

static void print_histogram(const struct histogram* histogram) {
  unsigned int most = 0, used = 0;
  for (unsigned int slot = 0; slot < SLOTS; slot++) {
    if (histogram->slots[slot] > most) most = histogram->slots[slot];
    if (histogram->slots[slot]) used = slot + 1;
  }
  if (used == 0) return;
  printf("     %-19s : count    distribution\n", "usecs");
  for (unsigned int slot = 0; slot < used; slot++) {
    unsigned int low = slot == 0 ? 0 : 1u << slot;
    unsigned int high = (2u << slot) - 1;
    printf("%10u -> %-10u : %-8u |", low, high, histogram->slots[slot]);
    print_stars(histogram->slots[slot], most);
    printf("|\n");
  }
}

// Prints every histogram of the map and empties it.
static int print_and_clear(struct runqlat_bpf* skel, const struct options* options) {
  int fd = bpf_map__fd(skel->maps.histograms);
  int key;
  struct histogram histogram;
  printf("\n");
  while (bpf_map_get_next_key(fd, NULL, &key) == 0) {
    int err = bpf_map_lookup_elem(fd, &key, &histogram);
    if (!err) err = bpf_map_delete_elem(fd, &key);
    if (err) return err;
    if (options->per_process) printf("pid = %d %s\n", key, histogram.comm);
    print_histogram(&histogram);
  }
  return 0;
}

// Puts the cgroup into the map that the BPF programs test against.
static int set_cgroup(struct runqlat_bpf* skel, const char* path) {
  const unsigned int index = 0;
  int folder = open(path, O_RDONLY | O_DIRECTORY);
  if (folder < 0) return -errno;
  int err = bpf_map_update_elem(bpf_map__fd(skel->maps.cgroup_map), &index, &folder, BPF_ANY);
  close(folder);
  return err;
}

static int run(struct runqlat_bpf* skel, const struct options* options) {
  skel->rodata->filter_cgroup = options->cgroup != NULL;
  skel->rodata->per_process = options->per_process;
  int err = runqlat_bpf__load(skel);
  if (!err && options->cgroup) err = set_cgroup(skel, options->cgroup);
  if (!err) err = runqlat_bpf__attach(skel);
  if (err) return err;

  printf("Tracing run queue latency... Hit Ctrl-C to end.\n");
  for (unsigned int i = 0; i < options->count; i++) {
    bool interrupted = sleep(options->interval) != 0;
    err = print_and_clear(skel, options);
    if (err || interrupted) return err;
  }
  return 0;
}

// A positive number; 0 for anything else.
static unsigned int number(const char* text) {
  char* end;
  unsigned long value = strtoul(text, &end, 10);
  return *end == '\0' && value <= 99999999 ? (unsigned int)value : 0;
}

// False for what is not understood.
static bool parse(int argc, char** argv, struct options* options, bool* help) {
  static const struct option kLong[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
  for (int option; (option = getopt_long(argc, argv, "hPc:", kLong, NULL)) != -1;) {
    if (option == 'h') *help = true;
    else if (option == 'P') options->per_process = true;
    else if (option == 'c') options->cgroup = optarg;
    else return false;
  }
  if (optind < argc) options->interval = number(argv[optind++]);
  if (optind < argc) options->count = number(argv[optind++]);
  return optind == argc && options->interval && options->count;
}

int main(int argc, char** argv) {
  struct options options = {.interval = 99999999, .count = 99999999};
  bool help = false;
  if (!parse(argc, argv, &options, &help) || help) {
    fputs(kUsage, help ? stdout : stderr);
    return help ? 0 : 2;
  }
  struct runqlat_bpf* skel = runqlat_bpf__open();
  int err = skel ? run(skel, &options) : -errno;
  if (err) fprintf(stderr, "runqlat: %s\n", strerror(-err));
  runqlat_bpf__destroy(skel);
  return err ? 1 : 0;
}
