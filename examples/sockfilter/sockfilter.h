// What the BPF program tells the guest.
#ifndef SOCKFILTER_H
#define SOCKFILTER_H

// Addresses and ports in network byte order, as in the packet.
struct flow {
  unsigned int source;
  unsigned int destination;
  unsigned short source_port;  // 0 where the protocol has none
  unsigned short destination_port;
  unsigned int protocol;  // IPPROTO_*
};

#endif
