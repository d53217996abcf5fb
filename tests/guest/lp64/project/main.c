#include <stdio.h>
#include <unistd.h>

#include "part.h"

int main(int argc, char** argv, char** envp) {
  printf("%s %d %.3f %d\n", argv[argc - 1], envp[0] == NULL, root(64), isatty(0));
  return 0;
}
