// What the BPF programs tell the guest. Only types whose size and alignment are the same in BPF and
// in wasm32: no long, no size_t, no pointers.
#ifndef BOOTSTRAP_H
#define BOOTSTRAP_H

enum { COMM_SIZE = 16, FILENAME_SIZE = 128 };

struct event {
  int pid;
  int ppid;
  unsigned int exit_code;
  int is_exit;
  unsigned long long duration_ns;  // of an exit; 0 when the exec was not seen
  char comm[COMM_SIZE];
  char filename[FILENAME_SIZE];  // of an exec
};

#endif
