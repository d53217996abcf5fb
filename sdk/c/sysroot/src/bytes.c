// memcpy, memmove and memset. The instructions for whole blocks leave the guest's code for the engine's, which costs
// more than a short block does; so short ones are moved in words, and the rest of the library is compiled without them.
#include <stdint.h>
#include <string.h>

#define BLOCKS __attribute__((target("bulk-memory")))
enum { kShort = 256 };

typedef uint64_t __attribute__((__may_alias__, aligned(1))) Word;

BLOCKS static void copy_block(void* to, const void* from, size_t n) { __builtin_memmove(to, from, n); }
BLOCKS static void fill_block(void* to, int byte, size_t n) { __builtin_memset(to, byte, n); }

static void copy_up(char* to, const char* from, size_t n) {
  for (; n >= sizeof(Word); n -= sizeof(Word), to += sizeof(Word), from += sizeof(Word))
    *(Word*)to = *(const Word*)from;
  for (; n; --n) *to++ = *from++;
}

static void copy_down(char* to, const char* from, size_t n) {
  for (; n >= sizeof(Word); n -= sizeof(Word))
    *(Word*)(to + n - sizeof(Word)) = *(const Word*)(from + n - sizeof(Word));
  for (; n; --n) to[n - 1] = from[n - 1];
}

void* memcpy(void* restrict to, const void* restrict from, size_t n) {
  if (n < kShort) copy_up(to, from, n);
  else copy_block(to, from, n);
  return to;
}

void* memmove(void* to, const void* from, size_t n) {
  if (n >= kShort) copy_block(to, from, n);
  else if ((uintptr_t)to - (uintptr_t)from >= n) copy_up(to, from, n);
  else copy_down(to, from, n);
  return to;
}

void* memset(void* to, int byte, size_t n) {
  char* at = to;
  if (n >= kShort) return fill_block(to, byte, n), to;
  const uint64_t word = (unsigned char)byte * 0x0101010101010101u;
  for (; n >= sizeof(Word); n -= sizeof(Word), at += sizeof(Word)) *(Word*)at = word;
  for (; n; --n) *at++ = (char)byte;
  return to;
}
