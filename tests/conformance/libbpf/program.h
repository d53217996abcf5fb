// What the programs of this folder share. Each is called `PROGRAM TAG EXPECTED [MORE...]`: it says "ready" when its
// programs are attached, ends when it has seen what it expects of the threads named TAG, and prints what it saw, the
// same natively and as a guest.
#pragma once

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stopping;

static inline void stop_on_signal(int signal) {
  (void)signal;
  stopping = 1;
}

// The name of a thread as BPF programs compare it.
static inline unsigned long long tag_of(const char* name) {
  unsigned long long number = 0;
  memcpy(&number, name, strnlen(name, sizeof(number)));
  return number;
}

static inline long expected_of(int argc, char** argv) {
  if (argc < 3) exit(2);
  signal(SIGINT, stop_on_signal);
  signal(SIGTERM, stop_on_signal);
  return strtol(argv[2], NULL, 10);
}

static inline void say_ready(void) {
  puts("ready");
  fflush(stdout);
}

// To be returned from main.
static inline int failed(const char* what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  return 1;
}
