// The `wasm_bpf` imports as a module of any origin sees them: declared by hand, no SDK. Prints one
// line for each promise, "ok" or "not ok", and ends with 1 if one was broken.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../check.h"

#define IMPORT(name) __attribute__((import_module("wasm_bpf"), import_name(#name))) extern

IMPORT(wasm_load_bpf_object) uint64_t load(const void* elf, int size);
IMPORT(wasm_close_bpf_object) int close_object(uint64_t object);
IMPORT(wasm_attach_bpf_program) int attach(uint64_t object, const char* name, const char* target);
IMPORT(wasm_bpf_map_fd_by_name) int map_fd(uint64_t object, const char* name);
IMPORT(wasm_bpf_map_operate) int operate(int fd, int command, void* key, void* value, void* next, uint64_t flags);
IMPORT(wasm_bpf_buffer_poll)
int poll_buffer(uint64_t object, int fd, int callback, uint32_t ctx, void* data, int size, int timeout_ms);

enum { LOOKUP = 1, UPDATE, DELETE, NEXT };  // commands
enum { LINUX_ENOENT = 2, LINUX_EBADF = 9, LINUX_EFAULT = 14, LINUX_EEXIST = 17, LINUX_EINVAL = 22 };
enum { ANY = 0, NOEXIST = 1 };  // flags of an update

static const unsigned char kObject[] __attribute__((aligned(8))) = {
#embed "abi.bpf.o"
};

// The last bytes of memory, whatever its size is now.
static void* end_of_memory(unsigned int back) { return (void*)(__builtin_wasm_memory_size(0) * 65536 - back); }

static void check_load(void) {
  char garbage[64];
  memset(garbage, 'x', sizeof(garbage));
  check("load of garbage gives 0", load(garbage, sizeof(garbage)) == 0);
  check("load of 0 bytes gives 0", load(kObject, 0) == 0);
  check("load of a negative size gives 0", load(kObject, -1) == 0);
  check("load past the end of memory gives 0", load(end_of_memory(8), 4096) == 0);
}

static void check_names(uint64_t object) {
  check("a map is found by its name", map_fd(object, "table") >= 0);
  check("an unknown map is an error", map_fd(object, "no_such_map") < 0);
  check("the map of globals is found as .bss", map_fd(object, ".bss") >= 0);
  check("and by the name that skeletons give it", map_fd(object, "abi_bpf.bss") >= 0);
  check("a map of an unknown object is an error", map_fd(object + 1000, "table") < 0);
  check("a name past the end of memory is EFAULT", map_fd(object, end_of_memory(0)) == -LINUX_EFAULT);
}

static void check_table(int table) {
  uint32_t key = 7, next = 0;
  uint64_t value = 70, got[2] = {0, 0x5a5a5a5a5a5a5a5a};
  check("lookup of a missing key is ENOENT", operate(table, LOOKUP, &key, got, 0, 0) == -LINUX_ENOENT);
  check("update", operate(table, UPDATE, &key, &value, 0, ANY) == 0);
  check("update with NOEXIST of a present key is EEXIST",
        operate(table, UPDATE, &key, &value, 0, NOEXIST) == -LINUX_EEXIST);
  check("lookup gives the value, and no byte more",
        operate(table, LOOKUP, &key, got, 0, 0) == 0 && got[0] == 70 && got[1] == 0x5a5a5a5a5a5a5a5a);
  check("the first key is the one after NULL", operate(table, NEXT, 0, 0, &next, 0) == 0 && next == 7);
  check("nothing comes after the last key", operate(table, NEXT, &key, 0, &next, 0) == -LINUX_ENOENT);
  check("delete", operate(table, DELETE, &key, 0, 0, 0) == 0);
  check("delete of a missing key is ENOENT", operate(table, DELETE, &key, 0, 0, 0) == -LINUX_ENOENT);
}

static void check_table_errors(int table) {
  uint32_t key = 7;
  uint64_t value = 70;
  check("an unknown command is EINVAL", operate(table, 99, &key, &value, 0, 0) == -LINUX_EINVAL);
  check("an unknown descriptor is EBADF", operate(12345, LOOKUP, &key, &value, 0, 0) == -LINUX_EBADF);
  check("a key past the end of memory is EFAULT",
        operate(table, UPDATE, end_of_memory(2), &value, 0, ANY) == -LINUX_EFAULT);
  check("a value past the end of memory is EFAULT",
        operate(table, LOOKUP, &key, end_of_memory(4), 0, 0) == -LINUX_EFAULT);
}

// Each CPU has 8 bytes, also when the value is 4.
static void check_per_cpu(int map, int cpus) {
  uint32_t key = 0;
  unsigned char buffer[8 * 1024 + 8];
  memset(buffer, 0x5a, sizeof(buffer));
  int found = operate(map, LOOKUP, &key, buffer, 0, 0);
  unsigned char* behind = buffer + 8 * cpus;
  check("a per-CPU lookup fills 8 bytes for each CPU", found == 0 && behind[-8] == 0);
  check("and not one more", behind[0] == 0x5a && behind[7] == 0x5a);
  check("a per-CPU value past the end of memory is EFAULT",
        operate(map, LOOKUP, &key, end_of_memory(8 * (unsigned)cpus - 1), 0, 0) == -LINUX_EFAULT);
}

static void check_attach(uint64_t object) {
  volatile char* zero = 0;
  *zero = 'A';  // a host must not take NULL for the string at address 0
  check("no target attaches as the section says", attach(object, "answer", 0) == 0);
  *zero = 0;
  check("an empty target too", attach(object, "nothing", "") == 0);
  check("an unknown program is an error", attach(object, "no_such_program", 0) < 0);
  check("a program without a place needs a target", attach(object, "everywhere", 0) < 0);
  check("an unknown interface is an error", attach(object, "everywhere", "no_such_if0") < 0);
  check("an unknown object is an error", attach(object + 1000, "answer", 0) < 0);
}

// What one poll delivered.
struct delivery {
  uint32_t numbers[8];
  int count;
  int size;     // of the last record
  int stop_at;  // the callback says no at this many; 0 never
};

static int receive(struct delivery* delivery, const uint32_t* data, uint32_t size) {
  if (delivery->count < 8) delivery->numbers[delivery->count] = data[0];
  delivery->count++;
  delivery->size = (int)size;
  return delivery->count == delivery->stop_at ? -1 : 0;
}

static int poll_into(uint64_t object, int fd, struct delivery* delivery, int timeout_ms) {
  static char data[4096];
  int (*callback)(struct delivery*, const uint32_t*, uint32_t) = receive;
  return poll_buffer(object, fd, (int)callback, (uint32_t)delivery, data, sizeof(data), timeout_ms);
}

static int in_order(const struct delivery* delivery, uint32_t first, int count) {
  if (delivery->count != count) return 0;
  for (int i = 0; i < count; i++)
    if (delivery->numbers[i] != first + (uint32_t)i) return 0;
  return 1;
}

static void knock(int knocks, uint32_t door, uint32_t number) {
  uint64_t key = (uint64_t)door << 32 | number;
  uint32_t value = 0;
  operate(knocks, UPDATE, &key, &value, 0, ANY);
  operate(knocks, DELETE, &key, 0, 0, 0);
}

// The first poll makes the consumer: perf buffers get only what comes after it.
static void open_buffers(uint64_t object) {
  static const char* const kBuffers[] = {"ring_a", "ring_b", "big_ring", "perf"};
  for (int i = 0; i < 4; i++) {
    struct delivery none = {0};
    check("a poll with nothing to deliver gives 0", poll_into(object, map_fd(object, kBuffers[i]), &none, 0) == 0);
  }
}

static void check_buffers(uint64_t object, uint32_t door) {
  int knocks = map_fd(object, "knocks");
  for (uint32_t number = 1; number <= 3; number++) knock(knocks, door, number);

  struct delivery a = {0}, b = {0}, big = {0}, perf = {0};
  int polled = poll_into(object, map_fd(object, "ring_a"), &a, 1000);
  check("every record of a ring is delivered, in order", polled >= 0 && in_order(&a, 1, 3) && a.size == 4);
  polled = poll_into(object, map_fd(object, "ring_b"), &b, 1000);
  check("also of a second ring of the object", polled >= 0 && in_order(&b, 1, 3));
  polled = poll_into(object, map_fd(object, "perf"), &perf, 1000);
  check("also of a perf buffer beside them", polled >= 0 && in_order(&perf, 1, 3) && perf.size >= 4);
  polled = poll_into(object, map_fd(object, "big_ring"), &big, 1000);
  check("a record larger than the buffer is cut to it", polled >= 0 && in_order(&big, 1, 3) && big.size == 4096);
}

static void check_stop(uint64_t object, uint32_t door) {
  int knocks = map_fd(object, "knocks");
  int ring = map_fd(object, "ring_a");
  for (uint32_t number = 4; number <= 6; number++) knock(knocks, door, number);
  struct delivery stopped = {.stop_at = 1}, rest = {0};
  int polled = poll_into(object, ring, &stopped, 1000);
  check("a negative result of the callback ends the poll", polled < 0 && in_order(&stopped, 4, 1));
  poll_into(object, ring, &rest, 1000);
  check("the next poll goes on behind that record", in_order(&rest, 5, 2));
}

static void check_globals(uint64_t object, uint32_t expected) {
  uint32_t key = 0, globals[2] = {0, 0};
  int found = operate(map_fd(object, ".bss"), LOOKUP, &key, globals, 0, 0);
  check("the program's globals can be read", found == 0 && globals[1] == expected);
}

int main(int argc, char** argv) {
  int cpus = argc > 1 ? atoi(argv[1]) : 1;
  check_load();
  uint64_t object = load(kObject, sizeof(kObject));
  check("load of an object", object != 0);
  if (!object) return 1;
  check_names(object);
  check_table(map_fd(object, "table"));
  check_table_errors(map_fd(object, "table"));
  check_per_cpu(map_fd(object, "per_cpu"), cpus);
  check_attach(object);
  open_buffers(object);

  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  uint32_t key = 0, globals[2] = {(uint32_t)now.tv_nsec | 1, 0};
  check("globals can be written", operate(map_fd(object, ".bss"), UPDATE, &key, globals, 0, ANY) == 0);
  check_buffers(object, globals[0]);
  check_stop(object, globals[0]);
  check_globals(object, 6);

  int table = map_fd(object, "table");
  check("close", close_object(object) == 0);
  check("a map of a closed object is EBADF", operate(table, NEXT, 0, 0, &key, 0) == -LINUX_EBADF);
  check("a closed object has no maps", map_fd(object, "table") < 0);
  return failures ? 1 : 0;
}
