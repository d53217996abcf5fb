#include "main.h"

int __main_void(void) { return __main_argc_argv(__waggle_argc, __waggle_argv); }
