// What the BPF program tells the guest.
#ifndef SOCKOPS_H
#define SOCKOPS_H

// Ports in host byte order, IPv4 addresses in network byte order.
struct connection {
  unsigned int local_address;
  unsigned int remote_address;
  unsigned short local_port;
  unsigned short remote_port;
  int accepted;  // 0: opened by this side
  int has_tag;   // the other side's SYN carried our option
  unsigned int tag;
};

#endif
