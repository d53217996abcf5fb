// Command lines made at random, and what getopt, getopt_long and getopt_long_only make of them: the same natively and
// as a guest, with the messages. usage: getopt_random COUNT
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int flag;
static const struct option kNames[] = {{"pid", required_argument, NULL, 'p'},
                                       {"verbose", no_argument, NULL, 'v'},
                                       {"verbatim", no_argument, NULL, 1000},
                                       {"verbally", no_argument, NULL, 1000},
                                       {"count", optional_argument, NULL, 'c'},
                                       {"counter", required_argument, NULL, 300},
                                       {"flag", no_argument, &flag, 7},
                                       {"flags", no_argument, &flag, 7},
                                       {"flagged", optional_argument, &flag, 8},
                                       {"x", no_argument, NULL, 'x'},
                                       {NULL, 0, NULL, 0}};
static const char* const kLetters[] = {"vp:c::x", "+vp:x", "-vp:c::", ":p:vx", "-:p:v", "", "p"};
static const char* const kWords[] = {
    "-v",        "-p",          "-p7",       "-vp",         "-vx",       "-c",     "-c5",       "-q",     "-vqx",
    "--pid",     "--pid=3",     "--pid=",    "--p",         "--ver",     "-",      "--",        "word",   "other",
    "--verbose", "--verbose=1", "--verba",   "--count",     "--count=9", "--cou",  "--counter", "--flag", "--fla",
    "--flags=2", "--flagged=2", "--unknown", "--unknown=4", "-pid",      "-pid=4", "-x",        "-flag",  "-ver",
    "-\xc3\xa9", "-:",          "-W",        "-vp",         ""};

static unsigned seed = 1;
static unsigned random_below(unsigned n) { return ((seed = seed * 1664525 + 1013904223) >> 8) % n; }

static int next(int which, int argc, char** argv, const char* letters, int* index) {
  if (which == 0) return getopt(argc, argv, letters);
  if (which == 1) return getopt_long(argc, argv, letters, kNames, index);
  return getopt_long_only(argc, argv, letters, kNames, index);
}

static void scan(int which, int argc, char** argv) {
  const char* letters = kLetters[random_below(sizeof kLetters / sizeof *kLetters)];
  printf("%d '%s'", which, letters);
  for (int i = 1; i < argc; ++i) printf(" [%s]", argv[i]);
  puts("");
  optind = 0;
  opterr = random_below(8) != 0;
  for (int index = -1, found; (found = next(which, argc, argv, letters, &index)) != -1; index = -1) {
    printf("  %d %s, index %d, optind %d, flag %d", found, optarg ? optarg : "-", index, optind, flag);
    if (found == '?' || found == ':') printf(", optopt %d", optopt);
    puts("");
    flag = 0;
  }
  printf("  optind %d:", optind);
  for (int i = optind; i < argc; ++i) printf(" [%s]", argv[i]);
  puts("");
}

int main(int argc, char** argv) {
  setvbuf(stdout, NULL, _IONBF, 0);  // so that messages stand where they belong
  const int count = argc > 1 ? atoi(argv[1]) : 0;
  for (int i = 0; i < count; ++i) {
    char* words[8] = {"tool"};
    const int n = 1 + (int)random_below(7);
    for (int k = 1; k < n; ++k) words[k] = (char*)kWords[random_below(sizeof kWords / sizeof *kWords)];
    scan(i % 3, n, words);
  }
  return 0;
}
