// The first memory that malloc gives lies behind the program's data, of which PAD bytes are here, and ends with its
// page. Prints how far the data goes into that page. The next page is taken by sbrk() before, as -DTAKE says; malloc
// leaves it alone. main() has no parameters: they would be in malloc's memory.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { kPage = 65536 };

extern char __heap_base[];
static volatile char pad[PAD];

int main(void) {
  pad[1] = 1;
  unsigned char* taken = TAKE ? sbrk(kPage) : NULL;
  if (taken) memset(taken, 7, kPage);
  unsigned char* memory = calloc(1, 100000);
  for (int i = 0; taken && i < kPage; ++i)
    if (taken[i] != 7) return puts("not ok - malloc uses what is another's"), 1;
  for (int i = 0; i < 100000; ++i)
    if (memory[i]) return puts("not ok - calloc"), 1;
  free(memory);
  printf("%u\n", (unsigned)((uintptr_t)__heap_base % kPage));
  return 0;
}
