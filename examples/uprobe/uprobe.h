// What the BPF programs tell the guest.
#ifndef UPROBE_H
#define UPROBE_H

enum { COMM_SIZE = 16 };

struct event {
  int pid;
  int is_return;
  unsigned long long value;  // the first argument, or what the function returned
  char comm[COMM_SIZE];
};

#endif
