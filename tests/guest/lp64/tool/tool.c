#include <bpf/libbpf.h>
#include <stdio.h>
#include <zlib.h>

int main(void) {
  printf("libbpf %d, zlib %c\n", libbpf_major_version(), zlibVersion()[0]);
  return 0;
}
