// Help and usage of an argp, laid out as the GNU C library does.
#define _GNU_SOURCE
#include <argp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "parser.h"
#include "text.h"

enum { kShortColumn = 2, kLongColumn = 6, kDocOptionColumn = 2, kDocColumn = 29, kHeaderColumn = 1, kUsageIndent = 12 };

typedef struct {
  const struct argp* argp;
  const struct argp_state* state;
  Text* text;
  // Of the list of options:
  const Entry* previous;  // the last entry that was shown
  int separates_groups;   // a header was seen: groups are kept apart by empty lines
  int leaves_out_args;    // a short option was shown without the argument that its long one has
} Help;

// A text of the argp, as its filter wants it; `*owned` is then to be freed.
static const char* filter(const Help* help, const struct argp* argp, int key, const char* string, char** owned) {
  *owned = NULL;
  if (!argp->help_filter) return string;
  char* filtered = argp->help_filter(key, string, argp_input(argp, help->state));
  if (filtered && filtered != string) *owned = filtered;
  return filtered;
}

// ---- usage

// A blank, or a new line where what follows does not fit: its own blanks are no places to break at.
static void space_for(Text* text, size_t length) {
  text_put(text, text_column(text) + length >= kRightMargin ? "\n" : " ");
}

typedef struct {
  const struct argp_option* option;
  const char* arg;
  int flags;
} Shown;

// An option or alias of an entry, with what it takes over from the one it is an alias of.
static Shown shown(const Entry* entry, unsigned index) {
  unsigned real = index;
  while (real && option_is_alias(entry->option + real)) --real;
  const struct argp_option *option = entry->option + index, *of = entry->option + real;
  return (Shown){option, option->arg ? option->arg : of->arg, option->flags | of->flags};
}

static void usage_letters(const OptionList* list, Text* text) {
  int any = 0;
  for (size_t i = 0; i < list->count; ++i) {
    const Entry* entry = &list->entries[i];
    for (unsigned k = 0; k < entry->count; ++k) {
      const Shown one = shown(entry, k);
      if (!entry->owns[k] || !option_is_visible(one.option)) continue;
      if (one.arg || (one.flags & OPTION_NO_USAGE)) continue;
      text_printf(text, any ? "%c" : " [-%c", one.option->key);
      any = 1;
    }
  }
  if (any) text_put(text, "]");
}

static void usage_letters_with_args(const Entry* entry, Text* text) {
  for (unsigned k = 0; k < entry->count; ++k) {
    const Shown one = shown(entry, k);
    if (!entry->owns[k] || !option_is_visible(one.option)) continue;
    if (!one.arg || (one.flags & OPTION_NO_USAGE)) continue;
    if (one.flags & OPTION_ARG_OPTIONAL) {
      text_printf(text, " [-%c[%s]]", one.option->key, one.arg);
    } else {
      space_for(text, 6 + strlen(one.arg));
      text_printf(text, "[-%c %s]", one.option->key, one.arg);
    }
  }
}

static void usage_names(const Entry* entry, Text* text) {
  if (option_is_doc(entry->option)) return;
  for (unsigned k = 0; k < entry->count; ++k) {
    const Shown one = shown(entry, k);
    if (!one.option->name || !option_is_visible(one.option) || (one.flags & OPTION_NO_USAGE)) continue;
    const char* format = !one.arg ? " [--%s]" : one.flags & OPTION_ARG_OPTIONAL ? " [--%s[=%s]]" : " [--%s=%s]";
    text_printf(text, format, one.option->name, one.arg);
  }
}

static void usage_options(const OptionList* list, Text* text) {
  usage_letters(list, text);
  for (size_t i = 0; i < list->count; ++i) usage_letters_with_args(&list->entries[i], text);
  for (size_t i = 0; i < list->count; ++i) usage_names(&list->entries[i], text);
}

// How many argps have alternatives: each of them counts on its own.
static size_t count_levels(const struct argp* argp) {
  size_t n = argp->args_doc && strchr(argp->args_doc, '\n') ? 1 : 0;
  for (const struct argp_child* child = argp->children; child && child->argp; ++child) n += count_levels(child->argp);
  return n;
}

// Puts the arguments of this usage line. `*levels` are the alternatives that the argps are at, of which the last that
// can be is moved on where `advance` says so. Whether one was.
static int usage_arguments(const Help* help, const struct argp* argp, unsigned char** levels, int advance) {
  unsigned char* level = *levels;
  int has_alternatives = 0, is_last = 1;
  char* owned;
  const char* at = filter(help, argp, ARGP_KEY_HELP_ARGS_DOC, argp->args_doc, &owned);
  if (at) {
    size_t length = strcspn(at, "\n");
    if (at[length]) {
      has_alternatives = 1;
      for (int i = 0; i < *level; ++i) {
        at += length + 1;
        length = strcspn(at, "\n");
      }
      ++*levels;
    }
    is_last = at[length] == 0;
    space_for(help->text, length + 1);
    text_put_n(help->text, at, length);
  }
  for (const struct argp_child* child = argp->children; child && child->argp; ++child)
    advance = !usage_arguments(help, child->argp, levels, advance);
  if (advance && has_alternatives) {
    if (!is_last) {
      ++*level;
      advance = 0;
    } else if (*level > 0) {
      *level = 0;
    }
  }
  free(owned);
  return !advance;
}

static void usage(const Help* help, const OptionList* list, unsigned flags, const char* name) {
  unsigned char* levels = calloc(count_levels(help->argp) + 1, 1);
  const char* begin = "Usage:";
  int more = levels != NULL;
  while (more) {
    unsigned char* at = levels;
    text_set_margins(help->text, 0, kUsageIndent);
    text_printf(help->text, "%s %s", begin, name);
    text_set_margins(help->text, kUsageIndent, kUsageIndent);
    if (!(flags & ARGP_HELP_SHORT_USAGE)) usage_options(list, help->text);
    else if (list->count) text_put(help->text, " [OPTION...]");
    more = usage_arguments(help, help->argp, &at, 1);
    text_set_margins(help->text, 0, 0);
    text_put(help->text, "\n");
    begin = "  or: ";
    flags |= ARGP_HELP_SHORT_USAGE;  // the options are named once
  }
  free(levels);
}

// ---- the list of options

static void put_header(Help* help, const char* string, const struct argp* argp) {
  char* owned;
  const char* header = filter(help, argp, ARGP_KEY_HELP_HEADER, string, &owned);
  if (header && *header) {
    if (help->previous) text_put(help->text, "\n");
    text_indent(help->text, kHeaderColumn);
    text_set_margins(help->text, kHeaderColumn, kHeaderColumn);
    text_put(help->text, header);
    text_set_margins(help->text, 0, 0);
    text_put(help->text, "\n");
  }
  if (header) help->separates_groups = 1;
  free(owned);
}

// Before each of an entry's spellings: what separates it from the one before, or the entry from the entry before.
static void begin_spelling(Help* help, const Entry* entry, int* first, size_t column) {
  if (!*first) {
    text_put(help->text, ", ");
  } else {
    const Entry* previous = help->previous;
    const Cluster* cluster = entry->cluster;
    if (help->separates_groups && previous && entry->group != previous->group) text_put(help->text, "\n");
    if (cluster && cluster->header && *cluster->header &&
        (!previous || (previous->cluster != cluster && !cluster_is_within(previous->cluster, cluster)))) {
      const size_t wrap = help->text->left_wrap;
      put_header(help, cluster->header, cluster->argp);
      text_set_margins(help->text, help->text->left, wrap);
    }
    *first = 0;
  }
  text_indent(help->text, column);
}

static void put_arg(const struct argp_option* real, const char* required, const char* optional, Text* text) {
  if (real->arg) text_printf(text, real->flags & OPTION_ARG_OPTIONAL ? optional : required, real->arg);
}

static int has_visible_name(const Entry* entry) {
  if (option_is_doc(entry->option)) return 0;
  for (unsigned k = 0; k < entry->count; ++k)
    if (entry->option[k].name && option_is_visible(entry->option + k)) return 1;
  return 0;
}

static void put_letters(Help* help, const Entry* entry, int* first) {
  const int has_name = has_visible_name(entry);
  text_set_margins(help->text, 0, kShortColumn);
  for (unsigned k = 0; k < entry->count; ++k) {
    const struct argp_option* option = entry->option + k;
    if (!entry->owns[k] || !option_is_visible(option)) continue;
    begin_spelling(help, entry, first, kShortColumn);
    text_printf(help->text, "-%c", option->key);
    if (!has_name) put_arg(entry->option, " %s", "[%s]", help->text);
    else if (entry->option->arg) help->leaves_out_args = 1;
  }
}

static void put_names(Help* help, const Entry* entry, int* first) {
  const int is_doc = option_is_doc(entry->option);
  const size_t column = is_doc ? kDocOptionColumn : kLongColumn;
  text_set_margins(help->text, 0, column);
  for (unsigned k = 0; k < entry->count; ++k) {
    const struct argp_option* option = entry->option + k;
    if (!option->name || (is_doc && !*option->name) || !option_is_visible(option)) continue;
    begin_spelling(help, entry, first, column);
    text_printf(help->text, is_doc ? "%s" : "--%s", option->name);
    if (!is_doc) put_arg(entry->option, "=%s", "[=%s]", help->text);
  }
}

static void put_doc(Help* help, const Entry* entry) {
  char* owned;
  const char* doc = filter(help, entry->argp, entry->option->key, entry->option->doc, &owned);
  if (doc && *doc) {
    const size_t column = text_column(help->text);
    text_set_margins(help->text, kDocColumn, kDocColumn);
    if (column > kDocColumn + 3) text_put(help->text, "\n");
    else if (column >= kDocColumn) text_put(help->text, "   ");
    else text_indent(help->text, kDocColumn);
    text_put(help->text, doc);
  }
  text_set_margins(help->text, 0, help->text->left_wrap);
  text_put(help->text, "\n");
  free(owned);
}

static void put_entry(Help* help, const Entry* entry) {
  int first = 1;
  put_letters(help, entry, &first);
  put_names(help, entry, &first);
  text_set_margins(help->text, 0, help->text->left_wrap);
  if (!first) put_doc(help, entry);
  else if (!option_is_short(entry->option) && !entry->option->name) put_header(help, entry->option->doc, entry->argp);
  else return;  // hidden, or all of its letters are an earlier option's
  help->previous = entry;
  text_set_margins(help->text, 0, 0);
}

static void put_options(Help* help, const OptionList* list) {
  for (size_t i = 0; i < list->count; ++i) put_entry(help, &list->entries[i]);
  text_set_margins(help->text, 0, 0);
  if (!help->leaves_out_args) return;
  char* owned;
  const char* note = filter(help, help->argp, ARGP_KEY_HELP_DUP_ARGS_NOTE,
                            "Mandatory or optional arguments to long options are also mandatory or optional for any "
                            "corresponding short options.",
                            &owned);
  if (note && *note) text_printf(help->text, "\n%s\n", note);
  free(owned);
}

// ---- the texts around them

static void put_paragraph(Help* help, const char* string, int blank_before) {
  if (blank_before) text_put(help->text, "\n");
  text_put(help->text, string);
  if (text_column(help->text) > 0) text_put(help->text, "\n");
}

// What an argp says before its options, or behind '\v' after them. Whether there was something.
static int put_docs(Help* help, const struct argp* argp, int after, int blank_before, int only_first) {
  const char* break_at = argp->doc ? strchr(argp->doc, '\v') : NULL;
  char* before = !after && break_at ? strndup(argp->doc, break_at - argp->doc) : NULL;
  const char* own = after ? (break_at ? break_at + 1 : NULL) : break_at ? before : argp->doc;
  char *owned, *extra = NULL;
  const char* string = filter(help, argp, after ? ARGP_KEY_HELP_POST_DOC : ARGP_KEY_HELP_PRE_DOC, own, &owned);
  int any = string != NULL;
  if (string) put_paragraph(help, string, blank_before);
  if (after && argp->help_filter) extra = argp->help_filter(ARGP_KEY_HELP_EXTRA, NULL, argp_input(argp, help->state));
  if (extra) {
    put_paragraph(help, extra, any || blank_before);
    any = 1;
  }
  free(extra);
  free(owned);
  free(before);
  for (const struct argp_child* child = argp->children; child && child->argp && !(only_first && any); ++child)
    any |= put_docs(help, child->argp, after, any || blank_before, only_first);
  return any;
}

static void put_help(const struct argp* argp, const struct argp_state* state, FILE* stream, unsigned flags,
                     const char* name) {
  if (!stream || !argp) return;
  Text text = {.out = stream};
  Help help = {.argp = argp, .state = state, .text = &text};
  OptionList list = list_options(argp);
  int any = 0;
  if (flags & (ARGP_HELP_USAGE | ARGP_HELP_SHORT_USAGE)) {
    usage(&help, &list, flags, name);
    any = 1;
  }
  if (flags & ARGP_HELP_PRE_DOC) any |= put_docs(&help, argp, 0, 0, 1);
  if (flags & ARGP_HELP_SEE) {
    text_printf(&text, "Try `%s --help' or `%s --usage' for more information.\n", name, name);
    any = 1;
  }
  if ((flags & ARGP_HELP_LONG) && list.count) {
    if (any) text_put(&text, "\n");
    put_options(&help, &list);
    any = 1;
  }
  if (flags & ARGP_HELP_POST_DOC) any |= put_docs(&help, argp, 1, any, 0);
  if ((flags & ARGP_HELP_BUG_ADDR) && argp_program_bug_address)
    text_printf(&text, "%sReport bugs to %s.\n", any ? "\n" : "", argp_program_bug_address);
  free_options(&list);
  text_end(&text);
}

void argp_help(const struct argp* argp, FILE* stream, unsigned flags, char* name) {
  put_help(argp, NULL, stream, flags, name);
}

void argp_state_help(const struct argp_state* state, FILE* stream, unsigned flags) {
  if (!stream || (state && (state->flags & ARGP_NO_ERRS))) return;
  if (state) put_help(state->root_argp, state, stream, flags, state->name);
  if (state && (state->flags & ARGP_NO_EXIT)) return;
  if (flags & ARGP_HELP_EXIT_ERR) exit(argp_err_exit_status);
  if (flags & ARGP_HELP_EXIT_OK) exit(0);
}

void argp_usage(const struct argp_state* state) { argp_state_help(state, stderr, ARGP_HELP_STD_USAGE); }

static const char* name_of(const struct argp_state* state) {
  return state ? state->name : program_invocation_short_name;
}

void argp_error(const struct argp_state* state, const char* format, ...) {
  if (state && (state->flags & ARGP_NO_ERRS)) return;
  FILE* stream = state ? state->err_stream : stderr;
  if (!stream) return;
  va_list values;
  va_start(values, format);
  fprintf(stream, "%s: ", name_of(state));
  vfprintf(stream, format, values);
  putc('\n', stream);
  va_end(values);
  argp_state_help(state, stream, ARGP_HELP_STD_ERR);
}

void argp_failure(const struct argp_state* state, int status, int errnum, const char* format, ...) {
  if (state && (state->flags & ARGP_NO_ERRS)) return;
  FILE* stream = state ? state->err_stream : stderr;
  if (!stream) return;
  fputs(name_of(state), stream);
  if (format) {
    va_list values;
    va_start(values, format);
    fputs(": ", stream);
    vfprintf(stream, format, values);
    va_end(values);
  }
  if (errnum) fprintf(stream, ": %s", strerror(errnum));
  putc('\n', stream);
  if (status && !(state && (state->flags & ARGP_NO_EXIT))) exit(status);
}
