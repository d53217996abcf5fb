#include "scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Scanned fail(const Scanner* s, const char* format, ...) {
  if (s->is_quiet) return kScanError;
  va_list values;
  va_start(values, format);
  fprintf(stderr, "%s: ", s->argv[0]);
  vfprintf(stderr, format, values);
  putc('\n', stderr);
  va_end(values);
  return kScanError;
}

static void reverse(char** from, char** to) {
  while (from < --to) {
    char* word = *from;
    *from++ = *to;
    *to = word;
  }
}

// Brings the words that were passed over behind the options that were found since.
static void move_skipped(Scanner* s) {
  char** words = s->argv;
  reverse(words + s->skipped, words + s->skipped_end);
  reverse(words + s->skipped_end, words + s->next);
  reverse(words + s->skipped, words + s->next);
  s->skipped += s->next - s->skipped_end;
  s->skipped_end = s->next;
}

static int is_option(const char* word) { return word[0] == '-' && word[1]; }

static Scanned end(Scanner* s) {
  if (s->skipped != s->skipped_end) s->next = s->skipped;
  return kScanEnd;
}

// Moves to the next word that is an option.
static Scanned find_word(Scanner* s, char** value) {
  // The program may have moved back.
  if (s->skipped_end > s->next) s->skipped_end = s->next;
  if (s->skipped > s->next) s->skipped = s->next;
  if (!s->stops_at_word && !s->keeps_order) {
    if (s->skipped != s->skipped_end && s->skipped_end != s->next) move_skipped(s);
    else if (s->skipped_end != s->next) s->skipped = s->next;
    while (s->next < s->argc && !is_option(s->argv[s->next])) ++s->next;
    s->skipped_end = s->next;
  }
  if (s->next < s->argc && !strcmp(s->argv[s->next], "--")) {
    ++s->next;
    if (s->skipped != s->skipped_end && s->skipped_end != s->next) move_skipped(s);
    else if (s->skipped == s->skipped_end) s->skipped = s->next;
    s->skipped_end = s->next = s->argc;
  }
  if (s->next >= s->argc) return end(s);
  if (is_option(s->argv[s->next])) return kScanOption;
  if (s->stops_at_word) return kScanEnd;
  *value = s->argv[s->next++];
  return kScanWord;
}

static const ScanOption* find_letter(const Scanner* s, int letter) {
  for (size_t i = 0; i < s->count; ++i)
    if (s->options[i].letter == letter) return &s->options[i];
  return NULL;
}

// Whether a word that both names begin with could mean either.
static int is_other(const Scanner* s, const ScanOption* a, const ScanOption* b) {
  return s->is_long_only || a->takes != b->takes || a->owner != b->owner || a->key != b->key;
}

// The option of this name, or the only one that begins so. `*is_ambiguous` where several do.
static const ScanOption* find_name(const Scanner* s, const char* name, size_t length, int* is_ambiguous) {
  const ScanOption* found = NULL;
  *is_ambiguous = 0;
  for (size_t i = 0; i < s->count; ++i) {
    const ScanOption* one = &s->options[i];
    if (!one->name || strncmp(one->name, name, length)) continue;
    if (!one->name[length]) {
      *is_ambiguous = 0;
      return one;
    }
    if (found && is_other(s, found, one)) *is_ambiguous = 1;
    if (!found) found = one;
  }
  return found;
}

// Named are the first, and those that are not the same as the first.
static Scanned fail_ambiguous(const Scanner* s, const char* dashes, const char* word, const ScanOption* first) {
  if (s->is_quiet) return kScanError;
  const size_t length = strcspn(word, "=");
  fprintf(stderr, "%s: option '%s%s' is ambiguous; possibilities:", s->argv[0], dashes, word);
  for (size_t i = 0; i < s->count; ++i) {
    const ScanOption* one = &s->options[i];
    if (!one->name || strncmp(one->name, word, length)) continue;
    if (one == first || is_other(s, first, one)) fprintf(stderr, " '%s%s'", dashes, one->name);
  }
  putc('\n', stderr);
  return kScanError;
}

// A word that is the long option `name`, perhaps with =value. kScanEnd where it is none.
static Scanned scan_name(Scanner* s, const char* dashes, const char* name, const ScanOption** option, char** value) {
  const size_t length = strcspn(name, "=");
  int is_ambiguous;
  const ScanOption* found = find_name(s, name, length, &is_ambiguous);
  if (!found) return kScanEnd;
  ++s->next;
  if (is_ambiguous) return fail_ambiguous(s, dashes, name, found);
  *option = found;
  *value = name[length] ? (char*)name + length + 1 : NULL;
  if (*value && found->takes == kNone) return fail(s, "option '%s%s' doesn't allow an argument", dashes, found->name);
  if (!*value && found->takes == kRequired) {
    if (s->next >= s->argc) return fail(s, "option '%s%s' requires an argument", dashes, found->name);
    *value = s->argv[s->next++];
  }
  return kScanOption;
}

static Scanned scan_letter(Scanner* s, const ScanOption** option, char** value) {
  const int letter = (unsigned char)*s->rest++;
  const ScanOption* found = find_letter(s, letter);
  const char* rest = s->rest;
  s->letter = letter;
  if (!*rest) {
    ++s->next;
    s->rest = NULL;
  }
  if (!found || letter == ':' || letter == ';') return fail(s, "invalid option -- '%c'", letter);
  *option = found;
  *value = NULL;
  if (found->takes == kNone) return kScanOption;
  if (*rest) {
    *value = (char*)rest;
    s->rest = NULL;
    ++s->next;
  } else if (found->takes == kRequired) {
    if (s->next >= s->argc) return fail(s, "option requires an argument -- '%c'", letter);
    *value = s->argv[s->next++];
  }
  return kScanOption;
}

static void begin(Scanner* s) {
  if (s->next == 0) s->next = 1;  // the program's name
  s->skipped = s->skipped_end = s->next;
  if (getenv("POSIXLY_CORRECT") && !s->keeps_order) s->stops_at_word = 1;
  s->has_begun = 1;
}

Scanned scan(Scanner* s, const ScanOption** option, char** value) {
  if (!s->has_begun) begin(s);
  *value = NULL;
  s->letter = 0;
  if (s->rest) return scan_letter(s, option, value);
  const Scanned word = find_word(s, value);
  if (word != kScanOption) return word;
  const char* text = s->argv[s->next];
  if (text[1] == '-' && !s->has_only_letters) {
    const Scanned named = scan_name(s, "--", text + 2, option, value);
    if (named != kScanEnd) return named;
    ++s->next;
    return fail(s, "unrecognized option '--%s'", text + 2);
  }
  if (s->is_long_only && (text[2] || !find_letter(s, (unsigned char)text[1]))) {
    const Scanned named = scan_name(s, "-", text + 1, option, value);
    if (named != kScanEnd) return named;
    if (!find_letter(s, (unsigned char)text[1])) {
      ++s->next;
      return fail(s, "unrecognized option '-%s'", text + 1);
    }
  }
  s->rest = text + 1;
  return scan_letter(s, option, value);
}
