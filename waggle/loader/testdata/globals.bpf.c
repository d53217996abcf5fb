// Global variables of every kind that a command line can set.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

enum mode { MODE_OFF, MODE_READ = 4, MODE_WRITE = 9 };

struct inner {
  unsigned short port;
  int values[3];
};
struct settings {
  int level;
  struct inner inner;
};

const volatile _Bool enabled = 0;
const volatile signed char tiny = 1;
const volatile unsigned char small = 2;
const volatile short medium = -3;
const volatile unsigned int large = 4;
const volatile long long huge = -5;
const volatile enum mode mode = MODE_OFF;
const volatile char name[8] = "nobody";
const volatile unsigned int address4 = 0;
const volatile unsigned char address6[16] = {};
const volatile int list[3] = {1, 2, 3};
const volatile double ratio = 1.5;
const volatile struct settings settings = {};

const int folded = 7;      // the compiler knows its value already
int counter = 5;           // .data
unsigned long long total;  // .bss
static int hidden = 3;
const struct inner* unused __attribute__((unused));  // brings a type into BTF; no command line can set it

const volatile int only_pid = 0;

struct event {
  _Bool enabled;
  int tiny, small, medium, mode, port, third, counter;
  unsigned int large, address4;
  long long huge;
  char name[8];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_getpgid")
int send(void* ctx) {
  if (only_pid != (int)(bpf_get_current_pid_tgid() >> 32)) return 0;
  struct event* e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (!e) return 0;
  e->enabled = enabled;
  e->tiny = tiny + hidden + folded + *(const volatile unsigned char*)&ratio;
  e->small = small;
  e->medium = medium;
  e->mode = mode;
  e->port = settings.inner.port;
  e->third = list[2] + settings.inner.values[1] + address6[15];
  e->counter = counter;
  e->large = large;
  e->address4 = address4;
  e->huge = huge;
  for (int i = 0; i < 8; i++) e->name[i] = name[i];
  total++;
  hidden++;
  bpf_ringbuf_submit(e, 0);
  return 0;
}
