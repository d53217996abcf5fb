// What getopt says of a command line. The first word is the options. Errors are told by ':' and '?' alone.
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  opterr = 0;
  for (int option; (option = getopt(argc - 1, argv + 1, argv[1])) != -1; optarg = NULL)
    printf("%c %s %c\n", option, optarg ? optarg : "-", option == '?' || option == ':' ? optopt : ' ');
  for (int i = optind + 1; i < argc; ++i) printf("left: %s\n", argv[i]);
  return 0;
}
