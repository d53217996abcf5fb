// What the BPF program reports. Numbers have the same size everywhere: no long, no pointers.
#ifndef PROJECT_H
#define PROJECT_H

struct event {
  unsigned int interface;  // its index
  unsigned int length;     // in bytes
  unsigned int protocol;   // of IPv4: 6 is TCP, 17 UDP; 0 for what is not IPv4
};

#endif
