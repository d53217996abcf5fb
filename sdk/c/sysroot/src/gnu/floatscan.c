// As intscan.c: errno stays as it was where there is no number.
#include "floatscan.h"

#include <errno.h>

static long double scan(FILE* file, int precision, int can_unget_two);
#define __floatscan scan
#include "../../internal/floatscan.c"
#undef __floatscan

long double __floatscan(FILE* file, int precision, int can_unget_two) {
  const int before = errno;
  const long double value = scan(file, precision, can_unget_two);
  if (errno == EINVAL) errno = before;
  return value;
}
