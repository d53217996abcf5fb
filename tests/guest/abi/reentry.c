// What a callback may do to the buffer it is called from, and the imports of other languages: the
// 64-bit addresses of Rust and Go, and TinyGo's exported callback. Raw imports, no SDK.
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../check.h"

#define IMPORT_AS(module, name) __attribute__((import_module(module), import_name(#name))) extern
#define IMPORT(name) IMPORT_AS("wasm_bpf", name)

IMPORT(wasm_load_bpf_object) uint64_t load(const void* elf, int size);
IMPORT(wasm_close_bpf_object) int close_object(uint64_t object);
IMPORT(wasm_attach_bpf_program) int attach(uint64_t object, const char* name, const char* target);
IMPORT(wasm_attach_bpf_program_fd) int attach_fd(uint64_t object, const char* name, int fd);
IMPORT(wasm_bpf_map_fd_by_name) int map_fd(uint64_t object, const char* name);
IMPORT(wasm_bpf_map_operate) int operate(int fd, int command, void* key, void* value, void* next, uint64_t flags);
IMPORT(wasm_bpf_map_operate)
int operate_64(int fd, int command, uint64_t key, uint64_t value, uint64_t next, uint64_t flags);
IMPORT(wasm_bpf_buffer_poll)
int poll_buffer(uint64_t object, int fd, int callback, uint32_t ctx, void* data, int size, int timeout_ms);
IMPORT_AS("callback-wrapper", wasm_bpf_buffer_poll)
int poll_exported(uint64_t object, int fd, uint32_t ctx, void* data, int size, int timeout_ms);

enum { LOOKUP = 1, UPDATE, DELETE };
enum { LINUX_EPERM = 1, LINUX_EBADF = 9, LINUX_EFAULT = 14, LINUX_EBUSY = 16, LINUX_EINVAL = 22 };

static const unsigned char kObject[] __attribute__((aligned(8))) = {
#embed "abi.bpf.o"
};

static uint64_t object;
static int ring, other_ring;
static char data[4096];

// What the callback did, and what came of it.
static struct {
  int action;
  int result;
  int calls;
} seen;
enum { POLL_SAME = 1, POLL_OTHER, CLOSE, ATTACH, OPERATE };

static int nothing(uint32_t ctx, const uint32_t* record, uint32_t size) {
  (void)ctx, (void)record, (void)size;
  return 0;
}

static int act(uint32_t ctx, const uint32_t* record, uint32_t size) {
  static char inner[64];
  uint32_t key = 99;
  uint64_t value = 1;
  int (*quiet)(uint32_t, const uint32_t*, uint32_t) = nothing;
  (void)ctx, (void)record, (void)size;
  if (seen.calls++) return 0;
  switch (seen.action) {
    case POLL_SAME: seen.result = poll_buffer(object, ring, (int)quiet, 0, inner, sizeof(inner), 0); break;
    case POLL_OTHER: seen.result = poll_buffer(object, other_ring, (int)quiet, 0, inner, sizeof(inner), 0); break;
    case CLOSE: seen.result = close_object(object); break;
    case ATTACH: seen.result = attach(object, "nothing", 0); break;
    case OPERATE: seen.result = operate(map_fd(object, "table"), UPDATE, &key, &value, 0, 0); break;
  }
  return 0;
}

// Three records in each ring; the poll of `ring` runs `action` in its first callback.
static int poll_doing(int action) {
  uint32_t value = 0, zero = 0, globals[2] = {0, 0};
  struct timespec now;
  int (*callback)(uint32_t, const uint32_t*, uint32_t) = act;
  clock_gettime(CLOCK_MONOTONIC, &now);
  globals[0] = (uint32_t)now.tv_nsec | 1;
  operate(map_fd(object, ".bss"), UPDATE, &zero, globals, 0, 0);
  for (uint32_t number = 1; number <= 3; number++) {
    uint64_t key = (uint64_t)globals[0] << 32 | number;
    operate(map_fd(object, "knocks"), UPDATE, &key, &value, 0, 0);
    operate(map_fd(object, "knocks"), DELETE, &key, 0, 0, 0);
  }
  seen.action = action, seen.result = 1, seen.calls = 0;
  return poll_buffer(object, ring, (int)callback, 0, data, sizeof(data), 1000);
}

static int open_object(void) {
  object = load(kObject, sizeof(kObject));
  if (!object || attach(object, "answer", 0)) return 0;
  ring = map_fd(object, "ring_a");
  other_ring = map_fd(object, "ring_b");
  return 1;
}

static int exported_calls;
__attribute__((export_name("go-callback"))) int go_callback(uint32_t ctx, const uint32_t* record, uint32_t size) {
  exported_calls += ctx == 5 && record[0] == (uint32_t)exported_calls + 1 && size == 4;
  return 0;
}

static void check_callbacks(void) {
  check("a buffer that is being polled is busy", poll_doing(POLL_SAME) == 3 && seen.result == -LINUX_EBUSY);
  check("and each of its records still comes once", seen.calls == 3);
  check("another buffer may be polled", poll_doing(POLL_OTHER) == 3 && seen.result > 0);
  check("a program may be attached", poll_doing(ATTACH) == 3 && seen.result == 0);
  check("a map may be written", poll_doing(OPERATE) == 3 && seen.result == 0);
}

static void check_closing(void) {
  check("the object may be closed", poll_doing(CLOSE) == 3 && seen.result == 0 && seen.calls == 3);
  check("it is gone for the guest at once", map_fd(object, "table") == -LINUX_EINVAL);
  check("with its descriptors", operate(ring, LOOKUP, data, data, 0, 0) == -LINUX_EBADF);
}

static void check_other_languages(void) {
  uint32_t key = 3;
  uint64_t value = 33, got = 0;
  int table = map_fd(object, "table");
  check("64-bit addresses", operate_64(table, UPDATE, (uintptr_t)&key, (uintptr_t)&value, 0, 0) == 0 &&
                                operate_64(table, LOOKUP, (uintptr_t)&key, (uintptr_t)&got, 0, 0) == 0 && got == 33);
  check("a 64-bit address past 32 bits is EFAULT",
        operate_64(table, LOOKUP, (uintptr_t)&key | 1ULL << 32, (uintptr_t)&got, 0, 0) == -LINUX_EFAULT);
  poll_doing(0);  // three records stand in the other ring
  check("an exported callback gets every record",
        poll_exported(object, other_ring, 5, data, sizeof(data), 1000) == 3 && exported_calls == 3);
}

static void check_descriptors(void) {
  int again = map_fd(object, "table");
  check("a map has one number as long as it is open", again == map_fd(object, "table"));
  check("close works on it", close(again) == 0);
  uint32_t key = 0;
  uint64_t value;
  check("a closed number is EBADF", operate(again, LOOKUP, &key, &value, 0, 0) == -LINUX_EBADF);
  check("the lowest free number comes back", map_fd(object, "table") == again);
  check("standard output is no map", operate(1, LOOKUP, &key, &value, 0, 0) == -LINUX_EBADF);
  check("a negative descriptor attaches as the section says", attach_fd(object, "nothing", -1) == 0);
  check("xdp does not attach to a descriptor", attach_fd(object, "everywhere", 1) == -LINUX_EPERM);
}

int main(void) {
  check("an object is loaded", open_object());
  check_callbacks();
  check_closing();
  check("it can be loaded again", open_object());
  check_other_languages();
  check_descriptors();
  check("closed in the end", close_object(object) == 0);
  return failures ? 1 : 0;
}
