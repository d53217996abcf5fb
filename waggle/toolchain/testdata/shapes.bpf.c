// SPDX-License-Identifier: Dual BSD/GPL
// Structures of every shape that C has, for headers in guests' languages. Nothing here is loaded.
#include <linux/bpf.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

typedef int pid_t;
typedef pid_t my_pid_t;

// As in the first generation's documentation.
struct event {
  int pid;
  int ppid;
  unsigned exit_code;
  unsigned long long duration_ns;
  char comm[16];
  char filename[127];
  char exit_event;
};

enum state { RUNNING = 1, SLEEPING = 2, GONE = -1 };
enum wide : unsigned long long { SMALL = 1, HUGE = 0xffffffff00000000ULL };
enum tiny : unsigned char { LITTLE = 3 };

typedef struct {
  short x, y;
} point_t;

union word {
  unsigned int whole;
  unsigned char octets[4];
} __attribute__((aligned(8)));

struct nothing {};

struct flags {
  unsigned int low : 3, : 2, middle : 7;
  unsigned char next;
  unsigned long long far : 40;
  bool set : 1;
  signed int below : 4;
};

struct unaligned {
  char tag;
  unsigned long long value;
  unsigned short odd : 9, even : 9;
} __attribute__((packed));

struct everything {
  my_pid_t class;
  bool new;
  long number;
  const char* name;
  int (*call)(void* context, long);
  enum state state;
  enum wide wide;
  enum tiny tiny;
  point_t corners[2][3];
  struct {
    char letter;
    union {
      int code;
      float ratio;
    };
    struct {
      long long deep;
    } inner;
  };
  union word words[2];
  struct nothing none;
  struct flags flags;
  struct unaligned unaligned;
  __int128 vast;
  double factor;
  char __pad0;
  char tail[];
};

// What keeps types in BTF that no global variable has.
const struct event* unused_event __attribute__((unused));
const struct everything* unused_everything __attribute__((unused));
