/* What libbpf says of its work, by the function that libbpf_set_print was given: lines of our own here, the host's by
 * waggle_print_host_lines. */
#pragma once

#include <bpf/libbpf.h>

/* libbpf's own names, which its own sources in the archive call too. errno stays as it was. */
void libbpf_print(enum libbpf_print_level level, const char* format, ...) __attribute__((format(printf, 2, 3)));
const char* libbpf_errstr(int error);

/* Gives the lines that the host's libbpf said during the last call to the program's function, in order. Follows every
 * import that can say something. */
void waggle_print_host_lines(void);
/* The same after a failed load, where one line is all that the verifier said. */
void waggle_print_load_lines(void);
