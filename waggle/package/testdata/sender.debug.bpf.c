// Sends an event that only a local variable knows. Keeps its debug information.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

enum color { RED, GREEN = 7 };

struct event {
  int pid;
  enum color color;
  union {
    unsigned long address;
    struct {
      unsigned short low : 5;
      unsigned short high : 11;
    };
  };
  char comm[16];
  unsigned char bytes[2][3];
  _Bool last;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getpid")
int send(void* ctx) {
  struct event* sent = bpf_ringbuf_reserve(&events, sizeof(*sent), 0);
  if (!sent) return 0;
  sent->pid = 1;
  bpf_ringbuf_submit(sent, 0);
  return 0;
}
