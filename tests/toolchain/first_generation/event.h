// The kernel's side of an event: where its members lie is the BPF compiler's choice.
#ifndef EVENT_H
#define EVENT_H

struct event {
  int pid;
  int ppid;
  unsigned exit_code;
  unsigned long long duration_ns;
  char comm[16];
  char filename[127];
  char exit_event;
};

#endif
