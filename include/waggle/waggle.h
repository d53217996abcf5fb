/* waggle inside another program: runs WebAssembly guests that carry eBPF, and eBPF packages without a guest.
 *
 *   waggle_program *w = waggle_new();
 *   waggle_on_event(w, print, NULL);
 *   if (waggle_load_file(w, "opensnoop.bpf.o") < 0 || waggle_run(w) < 0) fprintf(stderr, "%s\n", waggle_error(w));
 *   waggle_free(w);
 *
 * A `waggle_program` is one program: loaded once, run once. Different ones may be used by different threads at the same
 * time; one of them by one thread at a time, but for waggle_stop(). Everything it made in the kernel is gone when it
 * has run.
 *
 * The library leaves the process's signals, namespaces and standard files alone: what a guest writes goes to the
 * callback of waggle_on_output(). Guests (not packages) need the engine's handlers for SIGSEGV, SIGBUS, SIGILL and
 * SIGFPE, which pass on what is not theirs.
 *
 * Functions that can fail return 0 or more, or a negative errno; waggle_error() has the sentence to it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WAGGLE_WAGGLE_H
#define WAGGLE_WAGGLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WAGGLE_API __attribute__((visibility("default")))
#else
#define WAGGLE_API
#endif

typedef struct waggle_program waggle_program;
/* Valid until the callback that got it returns. */
typedef struct waggle_event waggle_event;

/* "0.1.0". */
WAGGLE_API const char* waggle_version(void);

/* NULL where there is no memory. Nothing is granted yet but what every guest has. */
WAGGLE_API waggle_program* waggle_new(void);
/* Stops what runs, waits for its end, and frees. NULL is nothing. */
WAGGLE_API void waggle_free(waggle_program* w);
/* What went wrong last; "" if nothing did. Valid until the next call for `w`. */
WAGGLE_API const char* waggle_error(const waggle_program* w);

/* --- what runs ------------------------------------------------------------------------------------------------- */

/* A guest (WebAssembly, binary or text) or a package (BPF object, JSON, YAML, tar): the content says which. Copies the
 * bytes. `name` stands in messages, and is the guest's argv[0]. -ENOEXEC for what is neither. */
WAGGLE_API int waggle_load(waggle_program* w, const void* bytes, size_t size, const char* name);
WAGGLE_API int waggle_load_file(waggle_program* w, const char* path);
/* The program's own arguments, without its name; replaces earlier ones. For packages they set global variables. */
WAGGLE_API int waggle_set_arguments(waggle_program* w, int count, const char* const arguments[]);
/* An option of `waggle run`, by its long name: "dir", "env", "allow", "deny", "max-memory", "timeout", "then" and
 * "raw-events" for guests; "attach", "type", "map", "map-size", "value-size", "perf-pages", "btf", "pid", "comm",
 * "cgroup", "strict", "allow", "deny", "duration" and "count" for packages. May be given several times where `waggle
 * run` allows it. -EINVAL for one that is unknown, or a wrong value. `value` is not looked at where it takes none. */
WAGGLE_API int waggle_set_option(waggle_program* w, const char* name, const char* value);

/* --- what it tells --------------------------------------------------------------------------------------------- */

/* An event. A negative result ends the run, which then returns it. */
typedef int (*waggle_event_callback)(void* context, const waggle_event* event);
WAGGLE_API void waggle_on_event(waggle_program* w, waggle_event_callback callback, void* context);
/* The map it came from; "" of a guest's event. */
WAGGLE_API const char* waggle_event_map(const waggle_event* event);
/* "struct event"; "" where it is not known. */
WAGGLE_API const char* waggle_event_type(const waggle_event* event);
/* When it was taken out of its buffer: nanoseconds since 1970. */
WAGGLE_API uint64_t waggle_event_time(const waggle_event* event);
/* Its bytes, as the BPF program or the guest wrote them. */
WAGGLE_API const void* waggle_event_data(const waggle_event* event, size_t* size);
/* One JSON object, with a NUL behind it; made when it is asked for. */
WAGGLE_API const char* waggle_event_json(const waggle_event* event, size_t* size);

/* What the program writes to its output (1) or error (2); not NUL-terminated. Without it the text is dropped. */
typedef void (*waggle_output_callback)(void* context, int number, const char* text, size_t size);
WAGGLE_API void waggle_on_output(waggle_program* w, waggle_output_callback callback, void* context);

/* What waggle itself has to say, a line without its newline. Without it nothing is said. */
enum waggle_level { WAGGLE_ERROR = 0, WAGGLE_WARNING = 1, WAGGLE_INFO = 2 };
typedef void (*waggle_log_callback)(void* context, enum waggle_level level, const char* line);
WAGGLE_API void waggle_on_log(waggle_program* w, waggle_log_callback callback, void* context);

/* --- running --------------------------------------------------------------------------------------------------- */

/* Runs in this thread until the program ends or waggle_stop() is called: the guest's exit code (128 + n where signal n
 * or waggle_stop(), which counts as SIGINT, ended it), of a package 0. A negative errno where it could not run, or
 * ended by a trap (-ECANCELED) or the timeout (-ETIMEDOUT). Callbacks are called in this thread. */
WAGGLE_API int waggle_run(waggle_program* w);
/* The same in a thread of its own, in which callbacks are called. 0. */
WAGGLE_API int waggle_start(waggle_program* w);
/* Waits for the end of waggle_start(); what waggle_run() returns. */
WAGGLE_API int waggle_wait(waggle_program* w);
/* Asks it to end; returns at once. From any thread and from signal handlers; before the run, it ends it at once. */
WAGGLE_API void waggle_stop(waggle_program* w);

#ifdef __cplusplus
}
#endif

#endif
