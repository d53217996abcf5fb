// argp_parse(): gives the options and arguments of a command line to the parsers of an argp and its children.
#define _GNU_SOURCE
#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "parser.h"
#include "scan.h"

// ---- the options that every program has

enum { kUsage = -2, kProgramName = -1 };

static const struct argp_option default_options[] = {
    {"help", '?', 0, 0, "Give this help list", -1},
    {"usage", kUsage, 0, 0, "Give a short usage message", 0},
    {"program-name", kProgramName, "NAME", OPTION_HIDDEN, "Set the program name", 0},
    {0}};

static char* base_name(char* path) {
  char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static error_t parse_default(int key, char* arg, struct argp_state* state) {
  switch (key) {
    case '?': argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP); return 0;
    case kUsage: argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK); return 0;
    case kProgramName:
      program_invocation_name = arg;
      program_invocation_short_name = state->name = base_name(arg);
      if ((state->flags & (ARGP_PARSE_ARGV0 | ARGP_NO_ERRS)) == ARGP_PARSE_ARGV0) state->argv[0] = arg;
      return 0;
    default: return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp default_argp = {.options = default_options, .parser = parse_default};

static const struct argp_option version_options[] = {{"version", 'V', 0, 0, "Print program version", -1}, {0}};

static error_t parse_version(int key, char* arg, struct argp_state* state) {
  if (key != 'V') return ARGP_ERR_UNKNOWN;
  if (argp_program_version_hook) argp_program_version_hook(state->out_stream, state);
  else fprintf(state->out_stream, "%s\n", argp_program_version);  // without both there is no such option
  if (!(state->flags & ARGP_NO_EXIT)) exit(0);
  return 0;
}

static const struct argp version_argp = {.options = version_options, .parser = parse_version};

// ---- the parsers

// One argp of the tree that has options or a parser.
typedef struct Group {
  const struct argp* argp;
  struct Group* parent;
  int index_in_parent;  // among the parent's children
  unsigned arguments;   // how many its parser has had
  void* input;
  void** child_inputs;  // for its children, set by its parser
  void* hook;
} Group;

typedef struct {
  struct argp_state state;
  Scanner scanner;
  int may_scan;  // there may be more options
  Group* groups;
  int group_count;
  ScanOption* options;
  size_t option_count;
} Parser;

static error_t call(Parser* parser, Group* group, int key, char* arg) {
  if (!group->argp->parser) return ARGP_ERR_UNKNOWN;
  struct argp_state* state = &parser->state;
  state->hook = group->hook;
  state->input = group->input;
  state->child_inputs = group->child_inputs;
  state->arg_num = group->arguments;
  const error_t error = group->argp->parser(key, arg, state);
  group->hook = state->hook;
  return error;
}

static int is_fine(error_t error) { return !error || error == ARGP_ERR_UNKNOWN; }
static error_t known(error_t error) { return error == ARGP_ERR_UNKNOWN ? 0 : error; }

void* argp_input(const struct argp* argp, const struct argp_state* state) {
  if (!state || !state->pstate) return NULL;
  const Parser* parser = state->pstate;
  for (int i = 0; i < parser->group_count; ++i)
    if (parser->groups[i].argp == argp) return parser->groups[i].input;
  return NULL;
}

// ---- making a parser

static int count_children(const struct argp* argp) {
  int n = 0;
  while (argp->children && argp->children[n].argp) ++n;
  return n;
}

static void count_all(const struct argp* argp, size_t* groups, size_t* options) {
  ++*groups;
  for (const struct argp_option* o = argp->options; o && !option_is_end(o); ++o) ++*options;
  for (int i = 0; i < count_children(argp); ++i) count_all(argp->children[i].argp, groups, options);
}

static int has_name(const Parser* parser, const char* name) {
  for (size_t i = 0; i < parser->option_count; ++i)
    if (parser->options[i].name && !strcmp(parser->options[i].name, name)) return 1;
  return 0;
}

static void add_options(Parser* parser, const struct argp_option* options, int owner) {
  const struct argp_option* real = options;
  for (const struct argp_option* o = options; o && !option_is_end(o); ++o) {
    if (!option_is_alias(o)) real = o;
    if (option_is_doc(real)) continue;
    const ScanOption one = {.name = o->name && !has_name(parser, o->name) ? o->name : NULL,
                            .letter = option_is_short(o) ? o->key : 0,
                            .takes = !real->arg                          ? kNone
                                     : real->flags & OPTION_ARG_OPTIONAL ? kOptional
                                                                         : kRequired,
                            .owner = owner,
                            .key = o->key ? o->key : real->key};
    parser->options[parser->option_count++] = one;
  }
}

// Parents come before their children.
static int add_group(Parser* parser, const struct argp* argp, Group* parent, int index_in_parent) {
  Group* group = parent;
  if (argp->options || argp->parser) {
    group = &parser->groups[parser->group_count];
    *group = (Group){.argp = argp, .parent = parent, .index_in_parent = index_in_parent};
    group->child_inputs = calloc(count_children(argp) + 1, sizeof(void*));
    if (!group->child_inputs) return 0;
    add_options(parser, argp->options, parser->group_count++);
  } else {
    group = NULL;  // it passes nothing on
  }
  for (int i = 0; i < count_children(argp); ++i)
    if (!add_group(parser, argp->children[i].argp, group, i)) return 0;
  return 1;
}

static error_t make(Parser* parser, const struct argp* argp) {
  size_t groups = 0, options = 0;
  count_all(argp, &groups, &options);
  parser->groups = calloc(groups, sizeof *parser->groups);
  parser->options = calloc(options + 1, sizeof *parser->options);
  if (!parser->groups || !parser->options || !add_group(parser, argp, NULL, 0)) return ENOMEM;
  return 0;
}

static void unmake(Parser* parser) {
  for (int i = 0; i < parser->group_count; ++i) free(parser->groups[i].child_inputs);
  free(parser->groups);
  free(parser->options);
}

static void begin_state(Parser* parser, const struct argp* argp, int argc, char** argv, unsigned flags) {
  struct argp_state* state = &parser->state;
  *state = (struct argp_state){.root_argp = argp,
                               .argc = argc,
                               .argv = argv,
                               .flags = flags,
                               .err_stream = stderr,
                               .out_stream = stdout,
                               .pstate = parser};
  state->name = argc > 0 && argv[0] ? base_name(argv[0]) : program_invocation_short_name;
  if ((flags & ARGP_NO_ERRS) && (flags & ARGP_PARSE_ARGV0)) {  // the first word is not the program's name
    --state->argv;
    ++state->argc;
    state->name = program_invocation_short_name;
  }
  parser->may_scan = 1;
  parser->scanner = (Scanner){.options = parser->options,
                              .count = parser->option_count,
                              .argc = state->argc,
                              .argv = state->argv,
                              .is_quiet = (flags & ARGP_NO_ERRS) != 0,
                              .is_long_only = (flags & ARGP_LONG_ONLY) != 0,
                              .keeps_order = (flags & ARGP_IN_ORDER) != 0,
                              .stops_at_word = (flags & ARGP_NO_ARGS) && !(flags & ARGP_IN_ORDER)};
}

static error_t begin_parsers(Parser* parser, void* input) {
  error_t error = 0;
  if (parser->group_count) parser->groups[0].input = input;
  for (int i = 0; i < parser->group_count && is_fine(error); ++i) {
    Group* group = &parser->groups[i];
    if (group->parent) group->input = group->parent->child_inputs[group->index_in_parent];
    if (!group->argp->parser && count_children(group->argp)) group->child_inputs[0] = group->input;
    error = call(parser, group, ARGP_KEY_INIT, NULL);
  }
  return known(error);
}

// ---- parsing

static error_t parse_option(Parser* parser, const ScanOption* option, char* value) {
  const error_t error = call(parser, &parser->groups[option->owner], option->key, value);
  if (error != ARGP_ERR_UNKNOWN) return error;
  static const char why[] = "(PROGRAM ERROR) Option should have been recognized!?";
  if (option->name) argp_error(&parser->state, "--%s: %s", option->name, why);
  else argp_error(&parser->state, "-%c: %s", option->letter, why);
  return error;
}

// An argument goes to the first parser that takes it, or takes all that are left. It is behind state.next.
static error_t parse_argument(Parser* parser, char* value) {
  struct argp_state* state = &parser->state;
  const int index = --state->next;
  for (int i = 0; i < parser->group_count; ++i) {
    Group* group = &parser->groups[i];
    ++state->next;
    error_t error = call(parser, group, ARGP_KEY_ARG, value);
    const int takes_all = error == ARGP_ERR_UNKNOWN;
    if (takes_all) {
      --state->next;
      error = call(parser, group, ARGP_KEY_ARGS, NULL);
    }
    if (error == ARGP_ERR_UNKNOWN) continue;
    if (error) return error;
    if (takes_all && state->next == index) state->next = state->argc;
    if (state->next > index) group->arguments += state->next - index;
    else parser->may_scan = 1;  // the parser went back: there may be options again
    return 0;
  }
  return ARGP_ERR_UNKNOWN;
}

// The next option or argument. `*is_done` where there is none, or nobody wants it.
static error_t parse_next(Parser* parser, int* is_done) {
  struct argp_state* state = &parser->state;
  const ScanOption* option = NULL;
  char* value = NULL;
  Scanned found = kScanEnd;
  *is_done = 0;
  if (state->quoted && state->next < state->quoted) state->quoted = 0;
  if (parser->may_scan && !state->quoted) {
    parser->scanner.next = state->next;
    found = scan(&parser->scanner, &option, &value);
    state->next = parser->scanner.next;
    if (found == kScanError) return ARGP_ERR_UNKNOWN;
    if (found == kScanOption) return parse_option(parser, option, value);
    if (found == kScanEnd) {
      parser->may_scan = 0;
      if (state->next > 1 && !strcmp(state->argv[state->next - 1], "--")) state->quoted = state->next;
    }
  }
  if (found == kScanEnd) {
    if (state->next >= state->argc || (state->flags & ARGP_NO_ARGS)) {
      *is_done = 1;
      return ARGP_ERR_UNKNOWN;
    }
    value = state->argv[state->next++];
  }
  const error_t error = parse_argument(parser, value);
  *is_done = error == ARGP_ERR_UNKNOWN;
  return error;
}

static error_t tell_end(Parser* parser) {
  error_t error = 0;
  for (int i = 0; i < parser->group_count && is_fine(error); ++i)
    if (!parser->groups[i].arguments) error = call(parser, &parser->groups[i], ARGP_KEY_NO_ARGS, NULL);
  for (int i = parser->group_count; i-- > 0 && is_fine(error);)
    error = call(parser, &parser->groups[i], ARGP_KEY_END, NULL);
  return known(error);
}

static error_t finish(Parser* parser, error_t error, int* arg_index) {
  struct argp_state* state = &parser->state;
  if (!error && state->next == state->argc) error = tell_end(parser);
  else if (!error && !arg_index) {
    if (!(state->flags & ARGP_NO_ERRS) && state->err_stream)
      fprintf(state->err_stream, "%s: Too many arguments\n", state->name);
    error = ARGP_ERR_UNKNOWN;
  }
  if (!error && arg_index) *arg_index = state->next;
  if (error) {
    if (error == ARGP_ERR_UNKNOWN) argp_state_help(state, state->err_stream, ARGP_HELP_STD_ERR);
    for (int i = 0; i < parser->group_count; ++i) call(parser, &parser->groups[i], ARGP_KEY_ERROR, NULL);
  } else {
    for (int i = parser->group_count; i-- > 0 && is_fine(error);)
      error = call(parser, &parser->groups[i], ARGP_KEY_SUCCESS, NULL);
    error = known(error);
  }
  for (int i = parser->group_count; i-- > 0;) call(parser, &parser->groups[i], ARGP_KEY_FINI, NULL);
  return error == ARGP_ERR_UNKNOWN ? EINVAL : error;
}

error_t argp_parse(const struct argp* argp, int argc, char** argv, unsigned flags, int* arg_index, void* input) {
  const int has_version = argp_program_version || argp_program_version_hook;
  const struct argp_child children[] = {
      {.argp = argp}, {.argp = &default_argp}, {.argp = has_version ? &version_argp : 0}, {0}};
  const struct argp with_help = {.children = children};
  const struct argp* root = flags & ARGP_NO_HELP ? argp : &with_help;
  Parser parser = {0};
  error_t error = make(&parser, root);
  if (!error) {
    begin_state(&parser, root, argc, argv, flags);
    error = begin_parsers(&parser, input);
    int is_done = 0;
    while (!error) error = parse_next(&parser, &is_done);
    if (error == ARGP_ERR_UNKNOWN && is_done) error = 0;
    error = finish(&parser, error, arg_index);
  }
  unmake(&parser);
  return error;
}
