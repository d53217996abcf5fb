/* The GNU C library's error(): a message on standard error, and perhaps the program's end. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif
void error(int status, int errnum, const char* format, ...) __attribute__((format(printf, 3, 4)));
extern unsigned error_message_count;
extern void (*error_print_progname)(void); /* instead of the program's name, where it is set */
#ifdef __cplusplus
}
#endif
