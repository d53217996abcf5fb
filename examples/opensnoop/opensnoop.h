// What the BPF programs tell the guest.
#ifndef OPENSNOOP_H
#define OPENSNOOP_H

enum { COMM_SIZE = 16, PATH_SIZE = 256 };

struct event {
  int pid;
  int result;  // the descriptor, or -errno in Linux's numbers
  char comm[COMM_SIZE];
  char path[PATH_SIZE];
};

#endif
