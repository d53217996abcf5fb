// A pointer above 4 GiB: without -fwaggle-check-pointers it is cut off, with it the guest traps.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  static volatile int here = 42;
  volatile uintptr_t wild = (uintptr_t)&here + (1ull << 32);
  printf("the kernel says %zd ", write(1, (const void*)wild, 4));
  perror("write");
  fflush(stdout);
  printf("read %d\n", *(volatile int*)wild);
  return 0;
}
