// Finds options among the words of a command line, as getopt_long does in the GNU C library, its messages included.
#pragma once

#include <stddef.h>

typedef enum { kNone, kRequired, kOptional } Takes;

typedef struct {
  const char* name;  // of a long option, or NULL
  int letter;        // of a short one, or 0
  Takes takes;
  int owner, key;  // whose it is, and its key there
} ScanOption;

typedef struct {
  const ScanOption* options;
  size_t count;
  int argc;
  char** argv;
  int next;              // the index of the next word
  int is_quiet;          // no messages
  int is_long_only;      // -name is --name
  int has_only_letters;  // getopt's: --name is letters, too
  int stops_at_word;     // options end at the first word that is none
  int keeps_order;       // words that are no options are answered where they stand
  // Its own:
  int skipped, skipped_end;  // words passed over, which belong behind the options
  const char* rest;          // letters of a word with several, or NULL
  int letter;                // the one that was looked for, or 0
  int has_begun;
} Scanner;

typedef enum { kScanEnd, kScanOption, kScanWord, kScanError } Scanned;

// The next option, with its argument or NULL in `*value`. Words that are no options come last in argv. With
// kScanError, `*option` is the one whose argument is wrong, else as it was.
Scanned scan(Scanner* scanner, const ScanOption** option, char** value);
