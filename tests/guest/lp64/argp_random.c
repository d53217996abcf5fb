// An argp made at random from a seed, given the words of the command line: what it prints tells one implementation
// of argp from another. Texts keep clear of what the GNU C library is known to wrap wrongly: options that are
// documentation stay out of the usage, and where a text has several lines it is short.
// usage: argp_random SEED WORD...
#include <argp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;
static unsigned pick(unsigned n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(state >> 33) % n;
}
static int one_in(unsigned n) { return pick(n) == 0; }

static const char* const words[] = {
    "trace", "pid",       "PID",        "process",      "interval",  "count",  "verbose", "only", "the",           "a",
    "of",    "histogram", "per-thread", "milliseconds", "timestamp", "EVENTS", "show",    "not",  "kernel-stacks", "x"};

static char* text(unsigned most, const char* separators) {
  char* out = calloc(1, 2000);
  for (unsigned n = pick(most) + 1; n; --n) {
    strcat(out, words[pick(sizeof words / sizeof words[0])]);
    if (n > 1) strncat(out, separators + pick(strlen(separators)), 1);
  }
  return out;
}

static char* unique_name(void) {
  static unsigned serial;
  char *name = text(2, "-"), number[12];
  snprintf(number, sizeof number, "%u", ++serial);
  return strcat(name, number);
}

// What is passed as input decides what the parser does with arguments.
static error_t parse_argument(int key, char* arg, struct argp_state* at) {
  const uintptr_t input = (uintptr_t)at->input;
  if (key == ARGP_KEY_ARG) {
    printf("argument %s of %u, next %d\n", arg, at->arg_num, at->next);
    return input % 7 == 3 ? ARGP_ERR_UNKNOWN : 0;
  }
  if (key == ARGP_KEY_ARGS) {
    printf("arguments from %d\n", at->next);
    return input % 2 ? 0 : ARGP_ERR_UNKNOWN;
  }
  printf("no arguments\n");
  if (input % 11 == 5) argp_usage(at);
  return 0;
}

static error_t parse(int key, char* arg, struct argp_state* at) {
  switch (key) {
    case ARGP_KEY_ARG:
    case ARGP_KEY_ARGS:
    case ARGP_KEY_NO_ARGS: return parse_argument(key, arg, at);
    case ARGP_KEY_INIT: puts("init"); return 0;
    case ARGP_KEY_END: printf("end %u\n", at->arg_num); return 0;
    case ARGP_KEY_SUCCESS: puts("success"); return 0;
    case ARGP_KEY_ERROR: puts("error"); return 0;
    case ARGP_KEY_FINI: puts("fini"); return 0;
    case 'e': argp_error(at, "bad %s", arg ? arg : "-"); return 0;
    case 'f': argp_failure(at, 0, ENOENT, "failed %d", 7); return 0;
    default: printf("key %d %s quoted %d\n", key, arg ? arg : "-", at->quoted); return 0;
  }
}

static char* filter(int key, const char* given, void* input) {
  (void)input;
  if (key == ARGP_KEY_HELP_EXTRA) return strdup("Extra text.");
  if (key != ARGP_KEY_HELP_PRE_DOC || !given) return (char*)given;
  char* marked = malloc(strlen(given) + 3);
  sprintf(marked, "<%s>", given);
  return marked;
}

static struct argp_option header(void) {
  struct argp_option made = {.doc = one_in(4) ? "" : text(20, " ")};
  if (one_in(3)) made.group = (int)pick(5) - 2;
  if (!made.doc[0] && !made.group) made.group = 1;  // not the end of the table
  return made;
}

static struct argp_option documentation(void) {
  return (struct argp_option){
      .name = one_in(2) ? "-x, --foo" : text(4, "  -"), .flags = OPTION_DOC | OPTION_NO_USAGE, .doc = text(15, " ")};
}

static struct argp_option option(int is_first) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDVE12";
  struct argp_option made = {.key = one_in(5) ? (int)(300 + pick(50)) : letters[pick(sizeof letters - 1)]};
  if (!one_in(5) || made.key >= 300) made.name = unique_name();
  if (one_in(3)) made.arg = one_in(3) ? "A-LONG ARG" : "PID";
  if (one_in(6)) made.flags |= OPTION_ARG_OPTIONAL;
  if (one_in(10)) made.flags |= OPTION_HIDDEN;
  if (one_in(10)) made.flags |= OPTION_NO_USAGE;
  if (one_in(6) && !is_first) made.flags |= OPTION_ALIAS;
  if (!one_in(8)) made.doc = one_in(5) ? text(4, " \n") : text(one_in(4) ? 40 : 10, " ");
  if (one_in(8)) made.group = (int)pick(7) - 3;
  return made;
}

static struct argp_option* options(void) {
  const unsigned n = pick(9);
  struct argp_option* made = calloc(n + 1, sizeof *made);
  for (unsigned i = 0; i < n; ++i) made[i] = one_in(12) ? header() : one_in(11) ? documentation() : option(i == 0);
  return made;
}

static char* doc(void) {
  char* before = text(60, one_in(3) ? "      \n" : " ");
  if (one_in(2)) return before;
  char* both = malloc(5000);
  snprintf(both, 5000, "%s\v%s", before, text(30, "     \n"));
  return both;
}

static struct argp* make(unsigned depth);

static struct argp_child* children(unsigned depth) {
  const unsigned n = pick(3) + 1;
  struct argp_child* made = calloc(n + 1, sizeof *made);
  for (unsigned i = 0; i < n; ++i) {
    made[i] = (struct argp_child){.argp = make(depth + 1), .group = (int)pick(5) - 2};
    if (one_in(2)) made[i].header = one_in(3) ? "" : text(8, " ");
  }
  return made;
}

static struct argp* make(unsigned depth) {
  struct argp* made = calloc(1, sizeof *made);
  *made = (struct argp){.options = options(), .parser = parse};
  if (!one_in(3)) made->args_doc = text(3, one_in(3) ? " \n" : " ");
  if (!one_in(4)) made->doc = doc();
  if (one_in(6)) made->help_filter = filter;
  if (depth < 2 && one_in(3)) made->children = children(depth);
  return made;
}

static unsigned flags(void) {
  static const unsigned rare[] = {ARGP_IN_ORDER, ARGP_NO_ARGS, ARGP_LONG_ONLY,
                                  ARGP_NO_EXIT,  ARGP_NO_HELP, ARGP_NO_ERRS};
  unsigned all = 0;
  for (unsigned i = 0; i < sizeof rare / sizeof rare[0]; ++i)
    if (one_in(12)) all |= rare[i];
  return all;
}

int main(int argc, char** argv) {
  state = strtoull(argv[1], NULL, 10) * 2654435761u + 12345;
  setvbuf(stdout, NULL, _IOLBF, 0);
  pick(2);
  if (one_in(2)) argp_program_version = "random 1.0";
  if (one_in(2)) argp_program_bug_address = "<bugs@example.org>";
  const struct argp* argp = make(0);
  const unsigned how = flags();
  void* input = (void*)(uintptr_t)pick(100);
  int index = -1, *at = one_in(3) ? &index : NULL;
  argv[1] = argv[0];
  const error_t error = argp_parse(argp, argc - 1, argv + 1, how, at, input);
  printf("result %d, index %d:", error, index);
  for (int i = 1; i < argc; ++i) printf(" %s", argv[i]);
  puts("");
  return 0;
}
