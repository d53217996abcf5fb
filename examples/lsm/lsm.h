// What BPF program and guest share.
#ifndef LSM_H
#define LSM_H

enum { COMM_SIZE = 16, NAME_SIZE = 64 };

struct event {
  int pid;
  unsigned int uid;
  char comm[COMM_SIZE];
};

#endif
