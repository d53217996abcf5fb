#include <unistd.h>

#include "libc.h"
#include "main.h"

int __main_argc_argv(int argc, char** argv) { return __waggle_main(argc, argv, __environ); }
