// getopt() and its kin: the scanner of argp, whose rules and messages are theirs in the GNU C library.
#include <getopt.h>
#include <string.h>

#include "../argp/scan.h"

char* optarg;
int optind = 1, opterr = 1, optopt, optreset;

static Scanner scanner;

static size_t count(const struct option* names) {
  size_t n = 0;
  while (names && names[n].name) ++n;
  return n;
}

// Two names of one option say the same in `flag` and `val`; the beginning of both is not ambiguous.
static int first_with_flag(const struct option* names, size_t i) {
  size_t first = 0;
  while (names[first].flag != names[i].flag) ++first;
  return (int)first;
}

static Takes takes(const char* letter) {
  if (letter[1] != ':') return kNone;
  return letter[2] == ':' ? kOptional : kRequired;
}

// The names first, so that an option's index is its name's. A colon, too, which no word can use.
static size_t collect(const struct option* names, const char* letters, ScanOption* options) {
  size_t n = 0;
  for (; names && names[n].name; ++n)
    options[n] = (ScanOption){names[n].name, 0, names[n].has_arg, first_with_flag(names, n), names[n].val};
  for (; *letters; ++letters) options[n++] = (ScanOption){.letter = (unsigned char)*letters, .takes = takes(letters)};
  return n;
}

// Letters above 127 are negative numbers there.
static int as_char(int letter) { return (signed char)letter; }

static int found(const ScanOption* option, const struct option* name) {
  if (option->letter) return as_char(option->letter);
  if (!name->flag) return name->val;
  *name->flag = name->val;
  return 0;
}

// `option` is the one that is used wrongly; NULL where there is none of the kind.
static int failed(const ScanOption* option, const char* letters) {
  optopt = option && !option->letter ? option->key : as_char(scanner.letter);
  optarg = NULL;
  return option && option->takes == kRequired && *letters == ':' ? ':' : '?';
}

// What the long functions take besides.
typedef struct {
  const struct option* names;
  int* index;
  int is_long_only;
} Long;

static int next(int argc, char* const* argv, const char* letters, Long with) {
  ScanOption options[count(with.names) + strlen(letters) + 1];
  const ScanOption* option = NULL;
  if (!optind || optreset) scanner.has_begun = optreset = 0;
  if (!scanner.has_begun) scanner = (Scanner){.stops_at_word = *letters == '+', .keeps_order = *letters == '-'};
  if (*letters == '+' || *letters == '-') ++letters;
  scanner.options = options;
  scanner.count = collect(with.names, letters, options);
  scanner.argc = argc;
  scanner.argv = (char**)argv;
  scanner.next = optind;
  scanner.has_only_letters = !with.names;
  scanner.is_long_only = with.is_long_only;
  scanner.is_quiet = !opterr || *letters == ':';
  const Scanned what = scan(&scanner, &option, &optarg);
  optind = scanner.next;
  if (what == kScanEnd) return -1;
  if (what == kScanWord) return 1;
  if (what == kScanError) return failed(option, letters);
  const struct option* name = option->letter ? NULL : with.names + (option - options);
  if (name && with.index) *with.index = (int)(name - with.names);
  return found(option, name);
}

int getopt(int argc, char* const argv[], const char* letters) { return next(argc, argv, letters, (Long){0}); }

int getopt_long(int argc, char* const* argv, const char* letters, const struct option* names, int* index) {
  return next(argc, argv, letters, (Long){names, index, 0});
}

int getopt_long_only(int argc, char* const* argv, const char* letters, const struct option* names, int* index) {
  return next(argc, argv, letters, (Long){names, index, 1});
}
