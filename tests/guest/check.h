// What the guests of these tests print: one line for each promise, "ok" or "not ok".
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int failures;

static inline void check(const char* promise, int kept) {
  printf("%s - %s\n", kept ? "ok" : "not ok", promise);
  failures += !kept;
}

#endif
