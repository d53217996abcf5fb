// Numbers with a fraction, whose format is in the program, and one that is put together letter by letter.
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
#ifdef FORMAT
  printf(FORMAT, strtod(argv[1], NULL));
#else
  const char format[] = {'%', (char)('e' + argc - 1), '\n', 0};
  fflush(stdout);
  printf(format, 1.5);
#endif
  return 0;
}
