// A program that the verifier refuses beside one that it takes, and one that attaches nowhere by itself.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile int only_pid = 0;
unsigned long long dropped = 0;

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __type(key, unsigned int);
  __type(value, unsigned long long);
} wanted SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 8);
  __type(key, unsigned int);
  __type(value, unsigned long long);
} counts SEC(".maps");

struct histogram {
  unsigned int slots[8];
  char comm[16];
};
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 8);
  __type(key, unsigned int);
  __type(value, struct histogram);
} histograms SEC(".maps");

SEC("tp/syscalls/sys_enter_getpgid")
int good(void* ctx) {
  if (only_pid != (int)(bpf_get_current_pid_tgid() >> 32)) return 0;
  unsigned int key = 7;
  unsigned long long* found = bpf_map_lookup_elem(&wanted, &key);
  unsigned long long value = found ? *found : 0;
  if (bpf_ringbuf_output(&events, &value, sizeof(value), 0)) dropped++;
  bpf_printk("good %d", only_pid);
  unsigned long long one = 1;
  bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
  struct histogram histogram = {.slots = {0, 3, 1}, .comm = "someone"};
  bpf_map_update_elem(&histograms, &key, &histogram, BPF_ANY);
  return 0;
}

SEC("tp/syscalls/sys_enter_getpgid")
int bad(void* ctx) { return *(int*)(long)bpf_get_prandom_u32(); }

SEC("tc")
int nowhere(void* ctx) { return 0; }
