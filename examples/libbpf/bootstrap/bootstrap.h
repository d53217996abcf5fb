// What the BPF programs and the program that reads their events share.
#pragma once

enum { kCommSize = 16, kFilenameSize = 128 };

struct event {
  int pid;
  int ppid;
  unsigned exit_code;
  int is_exit;
  unsigned long long duration_ns;  // of an exit; 0 when the exec was not seen
  char comm[kCommSize];
  char filename[kFilenameSize];  // of an exec
};
