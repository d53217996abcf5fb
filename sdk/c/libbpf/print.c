#include "sdk/c/libbpf/print.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"
#include "sdk/c/libbpf/window.h"

// The most verbose level that the default function prints. LIBBPF_LOG_LEVEL is libbpf's own.
static enum libbpf_print_level level_of_environment(void) {
  static const char* const kLevels[] = {[LIBBPF_WARN] = "warn", [LIBBPF_INFO] = "info", [LIBBPF_DEBUG] = "debug"};
  const char* asked = getenv("LIBBPF_LOG_LEVEL");
  if (!asked) return LIBBPF_INFO;
  for (int level = LIBBPF_WARN; level <= LIBBPF_DEBUG; ++level)
    if (!strcasecmp(asked, kLevels[level])) return (enum libbpf_print_level)level;
  fprintf(stderr,
          "libbpf: unrecognized 'LIBBPF_LOG_LEVEL' envvar value: '%s', should be one of 'warn', 'debug', or 'info'.\n",
          asked);
  return LIBBPF_INFO;
}

static int print_to_stderr(enum libbpf_print_level level, const char* format, va_list arguments) {
  static int most_verbose = -1;
  if (most_verbose < 0) most_verbose = level_of_environment();
  return (int)level <= most_verbose ? vfprintf(stderr, format, arguments) : 0;
}

static libbpf_print_fn_t print = print_to_stderr;

libbpf_print_fn_t libbpf_set_print(libbpf_print_fn_t function) {
  const libbpf_print_fn_t before = print;
  print = function;
  waggle_libbpf_set_print(function ? LIBBPF_DEBUG : -1);  // what nobody reads the host need not keep
  return before;
}

void libbpf_print(enum libbpf_print_level level, const char* format, ...) {
  if (!print) return;
  const int error = errno;
  va_list arguments;
  va_start(arguments, format);
  print(level, format, arguments);
  va_end(arguments);
  errno = error;
}

// Lines as the host gives them: the level as a byte, the text, a zero byte.
static void print_lines(const char* lines, size_t size) {
  for (const char* line = lines; line < lines + size; line += strlen(line + 1) + 2)
    libbpf_print((enum libbpf_print_level)line[0], "%s", line + 1);
}

static void print_by(char* room, size_t size) {
  for (int32_t used; (used = waggle_log_drain(waggle_at(room), (uint32_t)size)) > 0;) print_lines(room, (size_t)used);
}

void waggle_print_host_lines(void) {
  char room[8192];
  print_by(room, sizeof room);
}

void waggle_print_load_lines(void) {
  const size_t size = 16 << 20;  // as libbpf gives the verifier at most
  char* room = waggle_pages_take(size);
  if (!room) {
    waggle_print_host_lines();
    return;
  }
  print_by(room, size);
  waggle_pages_give_back(room, size);
}
