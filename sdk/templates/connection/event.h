// What the BPF program reports. Numbers have the same size everywhere: no long, no pointers.
#ifndef PROJECT_H
#define PROJECT_H

struct event {
  unsigned int local_port;
  unsigned int remote_port;
  unsigned int accepted;  // 0: this side has opened the connection
};

#endif
