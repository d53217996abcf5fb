#define _GNU_SOURCE
#include <error.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned error_message_count;
void (*error_print_progname)(void);

void error(int status, int errnum, const char* format, ...) {
  va_list values;
  fflush(stdout);
  if (error_print_progname) error_print_progname();
  else fprintf(stderr, "%s: ", program_invocation_name);
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  if (errnum) fprintf(stderr, ": %s", strerror(errnum));
  putc('\n', stderr);
  ++error_message_count;
  if (status) exit(status);
}
