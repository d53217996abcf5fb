// Text with margins: lines longer than the screen are broken at blanks. What was broken once is not broken again, so
// a change of margins holds for what follows.
#pragma once

#include <stddef.h>
#include <stdio.h>

typedef struct {
  FILE* out;
  char* pending;  // written, but not yet broken into lines
  size_t length, capacity;
  size_t column;     // behind what was broken
  size_t left;       // where a line begins after a newline
  size_t left_wrap;  // where a line begins after a break
} Text;

enum { kRightMargin = 79 };

void text_put(Text* text, const char* string);
void text_put_n(Text* text, const char* string, size_t length);
void text_printf(Text* text, const char* format, ...) __attribute__((format(printf, 2, 3)));
void text_indent(Text* text, size_t column);
size_t text_column(Text* text);
void text_set_margins(Text* text, size_t left, size_t left_wrap);
// Writes what is pending, and frees.
void text_end(Text* text);
