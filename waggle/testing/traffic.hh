// Traffic of the test's own making. Every function returns when its packets have arrived, so that
// the programs on their way have run.
#pragma once

#include <sys/socket.h>

#include <string>

#include "waggle/base/fd.hh"

namespace waggle::testing {

// Two ends of one TCP connection over the loopback.
struct TcpPair {
  UniqueFd client;
  UniqueFd server;
};

// `family` is AF_INET or AF_INET6. `congestion` names the client's congestion control; where the
// kernel has none of this name the connection keeps the default.
TcpPair connect_tcp(int family, const std::string& congestion = {});
// Sends a few bytes from one end to the other.
void send_tcp(const TcpPair& pair);
// One datagram between two sockets, connected (`connected`) or by sendmsg to an address; both ask
// for names and options on their way.
void send_udp(int family, bool connected);
// The same between unix sockets.
void send_unix(bool connected);
// One Ethernet frame out of an interface, received on another.
void send_frame(const std::string& from, const std::string& to);
// One datagram over the loopback that a packet socket of a fanout group sees: the kernel hashes
// its flow for that.
void send_hashed_udp();

}  // namespace waggle::testing
