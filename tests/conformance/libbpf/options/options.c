// Every kind of option that argp knows. Its first two arguments are those of every program here.
#include <argp.h>

#include "options.skel.h"
#include "tests/conformance/libbpf/program.h"

static struct {
  int verbose;
  long interval;
  const char* name;
  const char* wait;
  const char* rest[4];
  int rest_count;
  bool hidden;
} given = {.interval = 1, .name = "nobody"};

const char* argp_program_version = "options 1.2";
const char* argp_program_bug_address = "<corpus@example.org>";

enum { kHidden = 1000, kWait };

static const struct argp_option kOptions[] = {
    {NULL, 0, NULL, 0, "What is seen:", 1},
    {"verbose", 'v', NULL, 0, "Say more; twice: say all", 1},
    {"chatty", 0, NULL, OPTION_ALIAS, NULL, 1},
    {"name", 'n', "NAME", 0, "Only of processes that are named NAME, which may be up to sixteen characters long", 1},
    {NULL, 0, NULL, 0, "When:", 2},
    {"interval", 'i', "SECONDS", 0, "Print every so many seconds", 2},
    {"wait", kWait, "WHAT", OPTION_ARG_OPTIONAL, "Wait before it ends", 2},
    {"secret", kHidden, NULL, OPTION_HIDDEN, "Not told", 0},
    {0},
};

static error_t parse(int key, char* argument, struct argp_state* state) {
  switch (key) {
    case 'v': ++given.verbose; break;
    case 'n':
      if (strlen(argument) > 15) argp_error(state, "the name '%s' is too long", argument);
      given.name = argument;
      break;
    case 'i': {
      char* end;
      errno = 0;
      given.interval = strtol(argument, &end, 10);
      if (errno || *end || given.interval <= 0) argp_failure(state, 3, EINVAL, "interval %s", argument);
      break;
    }
    case kWait: given.wait = argument ? argument : "(nothing)"; break;
    case kHidden: given.hidden = true; break;
    case ARGP_KEY_ARG:
      if (given.rest_count == 4) argp_usage(state);
      given.rest[given.rest_count++] = argument;
      break;
    case ARGP_KEY_END:
      if (given.rest_count == 1) argp_error(state, "one argument is not enough");
      break;
    default: return ARGP_ERR_UNKNOWN;
  }
  return 0;
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  static char program[] = "options";
  argv[2] = program;
  const struct argp argp = {kOptions, parse, "[ARGUMENT...]", "Prints what it was told.\vEnds at once.", NULL,
                            NULL,     NULL};
  const error_t error = argp_parse(&argp, argc - 2, argv + 2, 0, NULL, NULL);
  if (error) return error;
  struct options_bpf* skel = options_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->verbose = given.verbose;
  skel->rodata->interval = given.interval;
  strcpy((char*)skel->rodata->name, given.name);
  if (options_bpf__load(skel)) return failed("load");
  say_ready();
  printf("verbose %d interval %ld name %s wait %s hidden %d", skel->rodata->verbose, skel->rodata->interval,
         skel->rodata->name, given.wait ? given.wait : "no", given.hidden);
  for (int i = 0; i < given.rest_count; ++i) printf(" [%s]", given.rest[i]);
  printf("\n");
  LIBBPF_OPTS(bpf_test_run_opts, run);
  if (bpf_prog_test_run_opts(bpf_program__fd(skel->progs.nothing), &run)) return failed("run");
  printf("the program sees %d\n", (int)run.retval);
  options_bpf__destroy(skel);
  return 0;
}
