// Where there are no digits, musl sets errno to EINVAL. The GNU C library leaves errno as it was, and programs ask
// nothing else: `errno = 0; n = strtol(text, NULL, 10); if (errno) ...` takes a text without a number for 0.
#include "intscan.h"

#include <errno.h>

static unsigned long long scan(FILE* file, unsigned base, int can_unget_two, unsigned long long limit);
#define __intscan scan
#include "../../internal/intscan.c"
#undef __intscan

unsigned long long __intscan(FILE* file, unsigned base, int can_unget_two, unsigned long long limit) {
  const int before = errno;
  const unsigned long long value = scan(file, base, can_unget_two, limit);
  const int is_base = base != 1 && base <= 36;
  if (is_base && errno == EINVAL) errno = before;
  return value;
}
