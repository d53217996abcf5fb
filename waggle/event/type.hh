// What an event looks like: a tree of types, the places of their members, and what their values mean. It comes from
// BTF, from a package, from instructions or from a capture file, and is all that printing and filtering need to
// know; nothing here reads a value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace waggle::event {

enum class Kind : std::uint8_t {
  boolean,
  signed_integer,
  unsigned_integer,
  floating,
  enumeration,
  text,     // an array of char: ends at its first NUL, or with its bytes
  bytes,    // without structure
  pointer,  // an address of the kernel or of a process
  array,
  structure,
  union_,
};

// How a reader wants to see a value that its kind alone does not tell.
enum class Meaning : std::uint8_t {
  plain,
  hexadecimal,
  network_order,  // an integer that stands in the event as it stands in a packet
  ipv4,           // network byte order
  ipv6,
  mac,
  error_number,  // a positive or negative errno
  signal,
  kernel_time,  // nanoseconds since boot (bpf_ktime_get_ns)
  nanoseconds,  // a duration, in this unit
  microseconds,
  milliseconds,
  seconds,
  kernel_stack,  // an array of addresses
  user_stack,
};

struct Type;
// Shared by the streams, sinks and filters that look at its events.
using TypePtr = std::shared_ptr<const Type>;

struct Member {
  std::string name;               // "" for an anonymous structure or union, whose members count as the outer one's
  std::uint32_t offset_bits = 0;  // from the beginning of the structure
  std::uint32_t bits = 0;         // of a bit-field; 0 for any other member
  TypePtr type;
};

struct Enumerator {
  std::string name;
  std::int64_t value = 0;
};

struct Type {
  Kind kind = Kind::bytes;
  Meaning meaning = Meaning::plain;
  std::string name = {};                     // as C writes it: "unsigned int", "struct event"
  std::uint32_t size = 0;                    // bytes; of an open array 0
  std::vector<Member> members = {};          // of a structure or union
  std::vector<Enumerator> enumerators = {};  // of an enumeration
  TypePtr element = nullptr;                 // of an array
  std::uint32_t count = 0;                   // elements of an array; 0: as many as the event has room for
};

}  // namespace waggle::event
