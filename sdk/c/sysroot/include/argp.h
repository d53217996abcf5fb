/* GNU's argp: options, arguments and help from one table. The interface is the GNU C library's, so that its programs
 * compile unchanged; the implementation is waggle's own. Its help looks as there; ARGP_HELP_FMT is not read. */
#pragma once

/* Programs rely on <argp.h> for these. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef __error_t_defined
typedef int error_t;
#define __error_t_defined 1
#endif

/* An option; one with neither name nor key heads a group; one of zeros ends the table. */
struct argp_option {
  const char* name; /* --name, or 0 */
  int key;          /* what the parser gets; also -key where it is a printable character */
  const char* arg;  /* the name of its argument, or 0 for none */
  int flags;
  const char* doc;
  int group; /* 0: the one before; sorted 0, 1, ... n, -m, ... -1 */
};

#define OPTION_ARG_OPTIONAL 0x1
#define OPTION_HIDDEN 0x2
#define OPTION_ALIAS 0x4
#define OPTION_DOC 0x8
#define OPTION_NO_USAGE 0x10
#define OPTION_NO_TRANS 0x20

struct argp;
struct argp_state;
struct argp_child;

typedef error_t (*argp_parser_t)(int key, char* arg, struct argp_state* state);

/* A parser that does not know a key says so. */
#define ARGP_ERR_UNKNOWN E2BIG

#define ARGP_KEY_ARG 0
#define ARGP_KEY_ARGS 0x1000006
#define ARGP_KEY_END 0x1000001
#define ARGP_KEY_NO_ARGS 0x1000002
#define ARGP_KEY_INIT 0x1000003
#define ARGP_KEY_FINI 0x1000007
#define ARGP_KEY_SUCCESS 0x1000004
#define ARGP_KEY_ERROR 0x1000005

struct argp {
  const struct argp_option* options;
  argp_parser_t parser;
  const char* args_doc; /* of the usage line; lines are alternatives */
  const char* doc;      /* before the options, and behind '\v' after them */
  const struct argp_child* children;
  char* (*help_filter)(int key, const char* text, void* input);
  const char* argp_domain;
};

#define ARGP_KEY_HELP_PRE_DOC 0x2000001
#define ARGP_KEY_HELP_POST_DOC 0x2000002
#define ARGP_KEY_HELP_HEADER 0x2000003
#define ARGP_KEY_HELP_EXTRA 0x2000004
#define ARGP_KEY_HELP_DUP_ARGS_NOTE 0x2000005
#define ARGP_KEY_HELP_ARGS_DOC 0x2000006

struct argp_child {
  const struct argp* argp;
  int flags;
  const char* header;
  int group;
};

struct argp_state {
  const struct argp* root_argp;
  int argc;
  char** argv;
  int next; /* the index of the next word */
  unsigned flags;
  unsigned arg_num; /* how many arguments this parser has had */
  int quoted;       /* where "--" ended the options, or 0 */
  void* input;
  void** child_inputs;
  void* hook;
  char* name; /* for messages */
  FILE *err_stream, *out_stream;
  void* pstate;
};

#define ARGP_PARSE_ARGV0 0x01
#define ARGP_NO_ERRS 0x02
#define ARGP_NO_ARGS 0x04
#define ARGP_IN_ORDER 0x08
#define ARGP_NO_HELP 0x10
#define ARGP_NO_EXIT 0x20
#define ARGP_LONG_ONLY 0x40
#define ARGP_SILENT (ARGP_NO_EXIT | ARGP_NO_ERRS | ARGP_NO_HELP)

#define ARGP_HELP_USAGE 0x01
#define ARGP_HELP_SHORT_USAGE 0x02
#define ARGP_HELP_SEE 0x04
#define ARGP_HELP_LONG 0x08
#define ARGP_HELP_PRE_DOC 0x10
#define ARGP_HELP_POST_DOC 0x20
#define ARGP_HELP_DOC (ARGP_HELP_PRE_DOC | ARGP_HELP_POST_DOC)
#define ARGP_HELP_BUG_ADDR 0x40
#define ARGP_HELP_LONG_ONLY 0x80
#define ARGP_HELP_EXIT_ERR 0x100
#define ARGP_HELP_EXIT_OK 0x200
#define ARGP_HELP_STD_ERR (ARGP_HELP_SEE | ARGP_HELP_EXIT_ERR)
#define ARGP_HELP_STD_USAGE (ARGP_HELP_SHORT_USAGE | ARGP_HELP_SEE | ARGP_HELP_EXIT_ERR)
#define ARGP_HELP_STD_HELP \
  (ARGP_HELP_SHORT_USAGE | ARGP_HELP_LONG | ARGP_HELP_EXIT_OK | ARGP_HELP_DOC | ARGP_HELP_BUG_ADDR)

error_t argp_parse(const struct argp* argp, int argc, char** argv, unsigned flags, int* arg_index, void* input);

/* A program may define these. */
extern const char* argp_program_version;
extern void (*argp_program_version_hook)(FILE* stream, struct argp_state* state);
extern const char* argp_program_bug_address;
extern error_t argp_err_exit_status;

void argp_help(const struct argp* argp, FILE* stream, unsigned flags, char* name);
void argp_state_help(const struct argp_state* state, FILE* stream, unsigned flags);
void argp_usage(const struct argp_state* state);
void argp_error(const struct argp_state* state, const char* format, ...) __attribute__((format(printf, 2, 3)));
void argp_failure(const struct argp_state* state, int status, int errnum, const char* format, ...)
    __attribute__((format(printf, 4, 5)));

#ifdef __cplusplus
}
#endif
