// getopt for options of one byte, half the size of wasi-libc's, which takes letters of several. getopt_long is
// wasi-libc's own, and uses what is not in <unistd.h>.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char* optarg;
int optind = 1, opterr = 1, optopt;
int __optpos;    // in a word of several options: the next one
int __optreset;  // as in BSD: begin anew
extern int optreset __attribute__((weak, alias("__optreset")));

void __getopt_msg(const char* program, const char* says, const char* letter, size_t length) {
  fprintf(stderr, "%s%s%.*s\n", program, says, (int)length, letter);
}

static int wrong(const char* program, const char* says, const char* letter, int result) {
  optopt = (unsigned char)*letter;
  if (opterr && result == '?') __getopt_msg(program, says, letter, 1);
  return result;
}

int getopt(int argc, char* const argv[], const char* options) {
  if (!optind || __optreset) {
    optind = 1;
    __optpos = __optreset = 0;
  }
  const bool in_order = *options == '-';
  if (in_order || *options == '+') ++options;
  const char* word = optind < argc ? argv[optind] : NULL;
  if (word && *word != '-' && in_order) return optarg = argv[optind++], 1;
  if (!word || *word != '-' || !word[1]) return -1;
  if (strcmp(word, "--") == 0) return ++optind, -1;

  if (!__optpos) __optpos = 1;
  const char* letter = &word[__optpos++];
  if (!word[__optpos]) {
    ++optind;
    __optpos = 0;
  }
  const char* known = *letter == ':' ? NULL : strchr(options, *letter);
  if (!known) return wrong(argv[0], ": unrecognized option: ", letter, '?');
  if (known[1] != ':') return (unsigned char)*letter;
  optarg = NULL;
  if (__optpos || known[2] != ':') {
    if (optind >= argc) return wrong(argv[0], ": option requires an argument: ", letter, *options == ':' ? ':' : '?');
    optarg = argv[optind++] + __optpos;
    __optpos = 0;
  }
  return (unsigned char)*letter;
}
extern int __posix_getopt(int argc, char* const argv[], const char* options) __attribute__((weak, alias("getopt")));
