// SPDX-License-Identifier: Dual BSD/GPL
// Types as some kernel might have them, for relocations.bpf.c. Nothing here is loaded.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct stamp {
  long long nanoseconds, seconds;
};

struct task {
  long long before;
  long pid;  // not an int, which does not matter
  struct {
    int other;
    union {
      int inner;
    };
  };
  char name[32];
  unsigned int set : 5, flag : 3;
  struct stamp* stamp;
  struct stamp stamps[4];
  int changed;  // no pointer, which does
};

// Two types of one name that give different answers.
struct unit_one {
  struct twin {
    int value;
  } twin;
};

enum color { RED = 1, BLUE = 7 };

struct never_asked_for {
  struct task* task;
  long much[64];
};

// What keeps types in BTF that no global variable has.
const struct task* unused_task __attribute__((unused));
const struct unit_one* unused_unit __attribute__((unused));
const enum color* unused_color __attribute__((unused));
const struct never_asked_for* unused_other __attribute__((unused));

static int second_twin(void) {
  struct twin {
    int before, value;
  };
  static const struct twin* volatile other;
  return other != 0;
}

SEC("socket")
int use(struct __sk_buff* skb) { return second_twin(); }
