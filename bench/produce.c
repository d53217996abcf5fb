// Calls getppid(2) COUNT times as fast as one core can, under the thread name NAME.
// usage: produce NAME COUNT
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 3 || prctl(PR_SET_NAME, argv[1])) return 2;
  for (unsigned long left = strtoul(argv[2], NULL, 10); left > 0; --left) getppid();
  return 0;
}
