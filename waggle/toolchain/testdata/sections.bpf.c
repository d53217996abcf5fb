// SPDX-License-Identifier: Dual BSD/GPL
// Global variables of every shape, in every kind of section. Nothing here is loaded.
#include <linux/bpf.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

typedef struct {
  short x, y;
} point_t;

enum state { RUNNING = 1, SLEEPING };

struct limits {
  int low, high;
};

struct everything {
  point_t corners[2];
  struct {
    union {
      long code;
      char* name;
    };
    enum state state;
  } inner;
  unsigned int low : 3, high : 5;
  bool set;
};

const volatile long wanted = 1;
const volatile struct everything table[3] SEC(".rodata.table") = {};
const volatile char words[2][8] SEC(".rodata.words") = {"a", "b"};
struct limits limits SEC(".data.own") = {1, 2};
struct bpf_spin_lock lock SEC(".data.lock");
int (*callback)(int);
enum state state = SLEEPING;
point_t place;
bool class;  // a keyword of the guest's language
static volatile int hidden = 3;
__u64 last = 4;
extern int LINUX_KERNEL_VERSION __kconfig;
extern bool CONFIG_BPF __kconfig __weak;

SEC("socket")
int count(struct __sk_buff* skb) {
  bpf_printk("%d", hidden);
  last += wanted + table[0].set + words[1][0] + limits.low + place.x + class + (callback != 0) + state;
  return LINUX_KERNEL_VERSION + CONFIG_BPF;
}
