// Texts of error numbers in the GNU C library's words, which people know and scripts look for. They are packed
// (error_texts.py): as they are, they would take a kilobyte more of every program that names its errors.
#define _GNU_SOURCE
#include <string.h>

#include "error_texts.h"
#include "number_text.h"

static char texts[kErrors][kLongestText + 1];  // those that were asked for: a program may keep what it was given

// Behind the last there is one more without a text.
static const unsigned char* find(int errnum) {
  const unsigned char* at = kPacked;
  while (errnum--)
    while (*at++) continue;
  return at;
}

static char* unpack(char* to, unsigned char code) {
  const unsigned char pair = code - kFirstPair;
  if (pair < kPairs) return unpack(unpack(to, kPair[pair][0]), kPair[pair][1]);
  *to = (char)code;
  return to + 1;
}

char* strerror(int errnum) {
  static char unknown[kNumberText];
  const unsigned char* packed = find((unsigned)errnum < kErrors ? errnum : kErrors);
  if (!*packed) return __waggle_number_text(unknown, "Unknown error ", errnum);
  for (char* to = texts[errnum]; *packed;) to = unpack(to, *packed++);
  return texts[errnum];
}

char* strerror_l(int errnum, locale_t locale) { return strerror(errnum); }
