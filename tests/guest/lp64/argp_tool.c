// A command line as tracing tools have it, with every kind of option.
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char* argp_program_version = "argp_tool 1.0";
const char* argp_program_bug_address = "<bugs@example.org>";

static const char doc[] =
    "Trace something, and say what it took.\n"
    "\n"
    "USAGE: argp_tool [--help] [-p PID] [-d MS] [-c]\n"
    "\n"
    "EXAMPLES:\n"
    "    argp_tool           # trace all\n"
    "    argp_tool -p 181    # only trace PID 181\v"
    "What stands behind the options is wrapped at the edge of the screen like every other text, however long it is.";

enum { kCgroup = 300, kMode };

static const struct argp_option options[] = {
    {"pid", 'p', "PID", 0, "Trace this PID only", 0},
    {"duration", 'd', "MS", 0, "Trace what takes longer than this many milliseconds, which is a long line of text", 0},
    {"count", 'c', 0, 0, "Count instead of printing", 0},
    {"sum", 's', 0, OPTION_ALIAS, 0, 0},
    {"verbose", 'v', "LEVEL", OPTION_ARG_OPTIONAL, "Verbose debug output", 0},
    {"cgroup", kCgroup, "/sys/fs/cgroup/unified/CG", 0, "Trace processes in this cgroup", 0},
    {0, 'x', 0, 0, "Only a letter", 0},
    {0, 'z', "SIZE", 0, "A letter and its value", 0},
    {"secret", 'S', 0, OPTION_HIDDEN, "Not shown", 0},
    {0, 0, 0, 0, "Less common options:", 5},
    {"mode", kMode, "MODE", 0, "How to trace", 5},
    {"a name", 0, 0, OPTION_DOC | OPTION_NO_USAGE, "Documentation that looks like an option", 5},
    {"help", 'h', 0, OPTION_HIDDEN, "Show the full help", 0},
    {0}};

static error_t parse(int key, char* arg, struct argp_state* state) {
  switch (key) {
    case 'p':
      if (atoi(arg) <= 0) argp_error(state, "Invalid PID: %s", arg);
      printf("pid %d\n", atoi(arg));
      return 0;
    case 'z':
      if (strcmp(arg, "0") == 0) argp_failure(state, 3, EINVAL, "size %s", arg);
      printf("size %s\n", arg);
      return 0;
    case 'h': argp_state_help(state, stderr, ARGP_HELP_STD_HELP); return 0;
    case 'd':
    case 'c':
    case 's':
    case 'v':
    case 'x':
    case 'S':
    case kCgroup:
    case kMode: printf("key %d %s\n", key, arg ? arg : "-"); return 0;
    case ARGP_KEY_ARG:
      if (state->arg_num >= 2) argp_usage(state);
      printf("argument %u %s\n", state->arg_num, arg);
      return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

int main(int argc, char** argv) {
  static const struct argp argp = {.options = options, .parser = parse, .args_doc = "[interval] [count]", .doc = doc};
  const error_t error = argp_parse(&argp, argc, argv, 0, NULL, NULL);
  printf("argp_parse %d\n", error);
  return error != 0;
}
