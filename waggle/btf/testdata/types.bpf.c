// SPDX-License-Identifier: Dual BSD/GPL
// Types of every kind, for reading them back from BTF. Nothing here is loaded.
#include <linux/bpf.h>
#include <linux/in6.h>
#include <stdbool.h>

#include <bpf/bpf_helpers.h>

#define TAG(words) __attribute__((btf_decl_tag(words)))

char LICENSE[] SEC("license") = "Dual BSD/GPL";

typedef int pid_t;
typedef pid_t my_pid_t;

enum state { RUNNING = 1, SLEEPING = 2, GONE = -1 };
enum wide : unsigned long long { SMALL = 1, HUGE = 0xffffffff00000000ULL };

struct inner {
  short x, y;
};

struct event {
  my_pid_t pid;
  bool ok;
  char letter;
  unsigned char octets[6] TAG("waggle:mac");
  enum state state;
  enum wide wide;
  unsigned long long start TAG("waggle:ktime");
  long long took TAG("waggle:unit=us");
  __be32 saddr;
  __be32 mark;
  __be16 port;
  struct in6_addr source;
  struct inner points[2];
  union {
    int code;
    float ratio;
  };
  unsigned int low : 3, high : 29;
  const char* name;
  int (*call)(void* context, long);
  char comm[16];
  char argv[2][8];
  unsigned char raw[4];
  unsigned char words[8] TAG("waggle:text");
  __u64 stack[3] TAG("waggle:kstack");
  int ret TAG("waggle:errno") TAG("somebody else's");
  __int128 vast;
  char tail[];
};

struct list {
  struct list* next;
  int empty[0];
  int number;
};

const volatile int wanted = 0;
const volatile char prefix[8] = "";
const volatile struct list head;
const volatile double factor;
static volatile int hidden;
int counter;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} rb SEC(".maps") TAG("waggle:event=event");

// What keeps a type in BTF that no global variable has.
const struct event* unused __attribute__((unused));

SEC("socket")
int keep(struct __sk_buff* skb) {
  counter += wanted + hidden;
  return 0;
}
