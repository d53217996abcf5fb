// What the BPF program reports. Numbers have the same size everywhere: no long, no pointers.
#ifndef PROJECT_H
#define PROJECT_H

struct event {
  unsigned int pid;
  unsigned int uid;
  long long value;  // what it means, the program says
  char comm[16];
};

#endif
