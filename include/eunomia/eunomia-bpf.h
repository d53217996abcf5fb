/* The C interface by which programs ran packages of JSON before there was waggle: the same names and types, so that
 * they compile and link against libwaggle unchanged. New programs use <waggle/waggle.h>.
 *
 * Functions that give a pointer give NULL, the others a negative number, where they fail; get_error_message() has the
 * sentence. A program belongs to one thread; stop_ebpf_program() and the functions of a handle may be called from any.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef WAGGLE_EUNOMIA_BPF_H
#define WAGGLE_EUNOMIA_BPF_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How events come: as the first loaders printed them, as their JSON, or as bytes. */
enum export_format_type { EXPORT_PLAIN_TEXT, EXPORT_PLANT_TEXT = EXPORT_PLAIN_TEXT, EXPORT_JSON, EXPORT_RAW_EVENT };

struct eunomia_bpf;
struct eunomia_polling_handle;

/* A package, of any generation; its object is read, not loaded. `kernel_types` is a file with the kernel's BTF, or NULL
 * for the kernel's own. */
struct eunomia_bpf* open_eunomia_skel_from_json_package(const char* json);
struct eunomia_bpf* open_eunomia_skel_from_json_package_with_btf(const char* json, char* kernel_types);
/* args[0] is the program's name; the others set its variables. */
struct eunomia_bpf* open_eunomia_skel_from_json_package_with_args(const char* json, char** args, int count,
                                                                  char* kernel_types);
/* What is said about an object ("meta" of a package, or a whole one), and the object itself. */
struct eunomia_bpf* open_eunomia_skel_from_json(const char* json, const char* object, size_t size, char* kernel_types);

/* Loads and attaches. 0. */
int load_and_attach_eunomia_skel(struct eunomia_bpf* program);
/* Gives every event to `handler`, until the program is stopped or its handle terminated. What is given ends with a NUL
 * that does not count. A NULL handler: writes them to standard output. Maps that the package wants read at intervals
 * are given as events, too. 0. */
int wait_and_poll_events_to_handler(struct eunomia_bpf* program, enum export_format_type type,
                                    void (*handler)(void* context, const char* event, size_t size), void* context);
/* The descriptor of a map or program by its name; it stays the program's. */
int get_bpf_fd(struct eunomia_bpf* program, const char* name);

/* Ends wait_and_poll_events_to_handler(). */
void stop_ebpf_program(struct eunomia_bpf* program);
/* Detaches everything and frees it; the one is the other. */
void destroy_eunomia_skel(struct eunomia_bpf* program);
void free_bpf_skel(struct eunomia_bpf* program);

/* To pause and end a program from another thread; lives as long as it is not destroyed, also beyond its program. */
struct eunomia_polling_handle* handle_create(struct eunomia_bpf* program);
void handle_set_pause_state(struct eunomia_polling_handle* handle, uint8_t pause);
void handle_terminate(struct eunomia_polling_handle* handle);
void handle_destroy(struct eunomia_polling_handle* handle);

/* Writes a description ("meta" of a package) with the values of args[1], args[2], ... to `out`, with a NUL. 0; 1 where
 * they ask for help or the version, and get_error_message() has the text; negative, also where `out` is too small. */
int parse_args_to_json_config(const char* json, char** args, int count, char* out, size_t size);

/* What went wrong last in this thread, cut to `size` bytes with its NUL. */
void get_error_message(char* out, size_t size);

/* waggle's own: the name that the package gives its program; it lives as long as the program. */
const char* waggle_eunomia_name(const struct eunomia_bpf* program);

/* The names that all this had in 2022. What handlers are given ends with a NUL. */
struct eunomia_bpf* create_ebpf_program_from_json(const char* json);
int run_ebpf_program(struct eunomia_bpf* program);
int wait_and_poll_ebpf_program(struct eunomia_bpf* program); /* writes text to standard output */
int wait_and_poll_ebpf_program_to_handler(struct eunomia_bpf* program, enum export_format_type type,
                                          void (*handler)(void* context, const char* event), void* context);
int wait_and_export_ebpf_program(struct eunomia_bpf* program);
int wait_and_export_ebpf_program_to_handler(struct eunomia_bpf* program, enum export_format_type type,
                                            void (*handler)(void* context, const char* event), void* context);
void stop_and_clean_ebpf_program(struct eunomia_bpf* program);
void free_ebpf_program(struct eunomia_bpf* program);

#ifdef __cplusplus
}
#endif

#endif
