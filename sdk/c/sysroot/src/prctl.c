// prctl(2), as far as it concerns only the guest: its name, which the kernel does not learn. The host's process keeps
// its own.
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <waggle/system_calls.h>

static char name[16];
static int has_name;

long __waggle_prctl(int operation, char* text) {
  if (!has_name) strncpy(name, program_invocation_short_name, sizeof name - 1);
  has_name = 1;
  switch (operation) {
    case PR_SET_NAME:
      memset(name, 0, sizeof name);
      strncpy(name, text, sizeof name - 1);
      return 0;
    case PR_GET_NAME: memcpy(text, name, sizeof name); return 0;
    default: return linux_unserved(SYS_prctl);
  }
}
