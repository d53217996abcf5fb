// Without printf, so that perror() alone does not bring it.
#include "number_text.h"

char* __waggle_number_text(char to[kNumberText], const char* words, int number) {
  char* end = to;
  while ((*end = *words++)) ++end;
  if (number < 0) *end++ = '-';
  unsigned rest = number < 0 ? -(unsigned)number : (unsigned)number;
  for (unsigned n = rest; n >= 10; n /= 10) ++end;
  end[1] = 0;
  do *end-- = '0' + rest % 10;
  while (rest /= 10);
  return to;
}
