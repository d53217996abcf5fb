// malloc and its family under random use: what was written stays, nothing overlaps, places are aligned, and what was
// given back is used again.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { kBlocks = 500, kRounds = 200000 };

static struct {
  unsigned char* memory;
  size_t size;
  unsigned char mark;
} blocks[kBlocks];

static uint32_t random_number(void) {
  static uint32_t state = 1;
  state = state * 1664525 + 1013904223;
  return state >> 8;
}

static void fail(const char* what, size_t size) {
  printf("not ok - %s of %zu bytes\n", what, size);
  exit(1);
}

static void check(int i, size_t size) {
  for (size_t k = 0; k < size; ++k)
    if (blocks[i].memory[k] != blocks[i].mark) fail("a block", blocks[i].size);
}

static void* new_block(size_t size) {
  void* memory = NULL;
  switch (random_number() % 3) {
    case 0: {
      size_t align = (size_t)4 << random_number() % 9;
      if (posix_memalign(&memory, align, size) != 0 || (uintptr_t)memory % align) fail("an aligned block", size);
      return memory;
    }
    case 1:
      memory = calloc(1, size);
      for (size_t k = 0; k < size; ++k)
        if (((char*)memory)[k]) fail("a zeroed block", size);
      return memory;
    default: return malloc(size);
  }
}

// In place of the one that is there.
static void* another(int i, size_t size) {
  unsigned char* before = blocks[i].memory;
  if (random_number() % 4 == 0) {
    blocks[i].memory = realloc(before, size);
    check(i, size < blocks[i].size ? size : blocks[i].size);
    return blocks[i].memory;
  }
  void* memory = new_block(size);
  free(before);
  return memory;
}

static void round_of(int i) {
  size_t size = random_number() % (random_number() % 16 ? 200 : 20000);
  check(i, blocks[i].size);
  void* memory = another(i, size);
  if (!memory || (uintptr_t)memory % 16) fail("a place", size);
  blocks[i].memory = memory;
  blocks[i].size = size;
  blocks[i].mark = (unsigned char)random_number();
  memset(memory, blocks[i].mark, size);
  if (random_number() % 3) return;
  free(memory);
  blocks[i].memory = NULL;
  blocks[i].size = 0;
}

static void refuse(void) {
  const size_t most = SIZE_MAX;
  void* got[3];
  errno = 0;
  got[0] = malloc(most / 2);
  if (errno != ENOMEM) fail("no error for more than there is", most / 2);
  got[1] = calloc(most / 2, 3);
  got[2] = realloc(NULL, most);
  if (got[0] || got[1] || got[2]) fail("more than there is", most);
  void* none = &none;
  if (posix_memalign(&none, 24, 1) != EINVAL || none != &none) fail("an odd alignment", 24);
}

int main(void) {
  for (int i = 0; i < kRounds; ++i) {
    round_of((int)(random_number() % kBlocks));
    // Others may take pages too.
    if (i == kRounds / 2 && sbrk(65536) == (void*)-1) fail("sbrk", 65536);
  }
  for (int i = 0; i < kBlocks; ++i) {
    check(i, blocks[i].size);
    free(blocks[i].memory);
  }
  size_t pages = __builtin_wasm_memory_size(0);
  for (int i = 0; i < 1000; ++i) free(malloc(30000));
  refuse();
  puts(__builtin_wasm_memory_size(0) == pages ? "ok" : "not ok - what was freed is not used again");
  return 0;
}
