// The counters that BPF program and guest share through a map, indexed by IP protocol number.
#ifndef XDP_H
#define XDP_H

enum { NOT_IP = 256, PROTOCOLS };

struct counter {
  unsigned long long packets;
  unsigned long long bytes;
};

#endif
