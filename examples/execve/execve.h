// What the BPF program tells the guest.
#ifndef EXECVE_H
#define EXECVE_H

enum { COMM_SIZE = 16, ARGS_SIZE = 512 };

struct event {
  int pid;
  int ppid;
  unsigned int uid;
  unsigned int args_size;  // bytes of `args`: the arguments, each ended by a zero byte
  char comm[COMM_SIZE];
  char args[ARGS_SIZE];
};

#endif
