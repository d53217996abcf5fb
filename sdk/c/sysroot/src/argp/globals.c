// A program may define any of these itself, so they are weak.
#include <argp.h>

#define WEAK __attribute__((__weak__))

WEAK const char* argp_program_version;
WEAK void (*argp_program_version_hook)(FILE* stream, struct argp_state* state);
WEAK const char* argp_program_bug_address;
WEAK error_t argp_err_exit_status = 64;  // EX_USAGE of <sysexits.h>
