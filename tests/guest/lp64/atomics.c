// Atomic and vector instructions, table and bulk memory instructions: as a guest, what they compute natively.
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __wasm__
#define ATOMICS __attribute__((target("atomics"), noinline))
#define VECTORS __attribute__((target("simd128"), noinline))
#else
#define ATOMICS __attribute__((noinline))
#define VECTORS __attribute__((noinline))
#endif

static _Atomic uint64_t wide = 40;
static _Atomic uint32_t word = 7;
static _Atomic uint16_t half = 0xfff0;
static _Atomic uint8_t byte = 250;

static void say(uint64_t value) { printf("%llx ", (unsigned long long)value); }

ATOMICS static void atomics(void) {
  uint64_t expected = 42;
  say(atomic_fetch_add(&wide, 2));
  say(atomic_compare_exchange_strong(&wide, &expected, 1ull << 40));
  say(atomic_load_explicit(&wide, memory_order_acquire));
  atomic_store(&word, 9);
  say(atomic_fetch_xor(&word, 3));
  say(atomic_exchange(&word, 100));
  atomic_thread_fence(memory_order_seq_cst);
  say(atomic_fetch_add(&half, 0x20));
  say(half);
  say(atomic_fetch_or(&byte, 5));
  say(atomic_fetch_sub(&byte, 255));
  say(byte);
  puts("");
}

typedef int Vector __attribute__((vector_size(16)));

VECTORS static void vectors(const int* from, int* to, int lane) {
  Vector a, b = {10, 20, 30, 40};
  memcpy(&a, from, sizeof a);
  a = a * b + lane;
  memcpy(to, &a, sizeof a);
  printf("%d %d\n", a[lane], __builtin_shufflevector(a, b, 3, 7, 0, 4)[1]);
}

static int twice(int x) { return 2 * x; }
static int square(int x) { return x * x; }
static int (*const volatile functions[])(int) = {twice, square};

int main(void) {
  static int from[] = {1, 2, 3, 4};
  int to[4];
  static char text[100000];
  atomics();
  __asm__ volatile("" : : "r"(from) : "memory");  // so that the compiler does not know what is in there
  vectors(from, to, 2);
  printf("%d %d %d %d\n", to[0], to[1], to[2], to[3]);
  printf("%d %d\n", functions[0](7), functions[1](7));
  memset(text, 'x', sizeof text - 1);
  memmove(text + 5, text, sizeof text - 6);
  memcpy(text, "hello", 5);
  printf("%zu %.8s\n", strlen(text), text);
  return 0;
}
