#define _GNU_SOURCE
#include "text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void pad(Text* text, size_t to) {
  for (; text->column < to; ++text->column) putc(' ', text->out);
}

static void write_to(Text* text, const char* from, const char* to) {
  fwrite(from, 1, to - from, text->out);
  text->column += to - from;
}

static void end_line(Text* text) {
  putc('\n', text->out);
  text->column = 0;
}

// Where a line that is too long is cut: `*cut` ends it, and the answer begins the next one. A word that is longer than
// a line stays whole.
static const char* break_line(const Text* text, const char* line, const char* end, const char** cut) {
  const size_t room = kRightMargin > text->column ? kRightMargin - text->column : 0;
  const char* at = line + room;
  if (at > end) at = end;
  while (at >= line && !(at < end && isblank((unsigned char)*at))) --at;
  const char* next = at + 1;
  if (next > line) {
    while (at > line && isblank((unsigned char)at[-1])) --at;
    *cut = at;
    return next;
  }
  for (at = line + (room < (size_t)(end - line) ? room : (size_t)(end - line));
       at < end && !isblank((unsigned char)*at);)
    ++at;
  *cut = at;
  while (at < end && isblank((unsigned char)*at)) ++at;
  return at;
}

// Writes one line without its newline, in as many as it takes.
static void write_line(Text* text, const char* line, const char* end) {
  while (text->column + (end - line) >= kRightMargin) {
    const char* cut;
    const char* next = break_line(text, line, end, &cut);
    if (next >= end && cut == end) break;
    write_to(text, line, cut);
    end_line(text);
    pad(text, text->left_wrap);
    line = next;
  }
  write_to(text, line, end);
}

static void settle(Text* text) {
  const char *at = text->pending, *end = text->pending + text->length;
  while (at < end) {
    const char* newline = memchr(at, '\n', end - at);
    const char* line_end = newline ? newline : end;
    if (text->column == 0 && line_end > at) pad(text, text->left);
    write_line(text, at, line_end);
    if (newline) end_line(text);
    at = newline ? newline + 1 : end;
  }
  text->length = 0;
}

void text_put_n(Text* text, const char* string, size_t length) {
  if (text->capacity - text->length < length) {
    const size_t wanted = (text->length + length) * 2;
    char* larger = realloc(text->pending, wanted);
    if (!larger) return;  // without memory there is less help
    text->pending = larger;
    text->capacity = wanted;
  }
  memcpy(text->pending + text->length, string, length);
  text->length += length;
}

void text_put(Text* text, const char* string) { text_put_n(text, string, strlen(string)); }

void text_printf(Text* text, const char* format, ...) {
  va_list values;
  char* string;
  va_start(values, format);
  const int length = vasprintf(&string, format, values);
  va_end(values);
  if (length < 0) return;
  text_put_n(text, string, length);
  free(string);
}

size_t text_column(Text* text) {
  settle(text);
  return text->column;
}

void text_indent(Text* text, size_t column) {
  for (size_t at = text_column(text); at < column; ++at) text_put(text, " ");
}

void text_set_margins(Text* text, size_t left, size_t left_wrap) {
  settle(text);
  text->left = left;
  text->left_wrap = left_wrap;
}

void text_end(Text* text) {
  settle(text);
  free(text->pending);
  fflush(text->out);
}
