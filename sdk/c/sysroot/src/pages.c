// Pages for malloc and mmap. Linear memory only grows at its end, so pages that are given back wait in a list, ordered
// by address, whose nodes are kept in the free pages themselves.
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <waggle/system_calls.h>

enum { kPage = 4096, kWasmPage = 65536, kGrowth = 1 << 20 };

typedef struct Run {
  struct Run* next;
  size_t length;
} Run;

extern char __heap_base[];  // the linker's: the end of the program's data

static Run* free_runs;
static size_t fresh;      // pages from here to the end were never used: they are zero
static size_t fresh_end;  // the end of memory as far as it is ours

static size_t round_up(size_t n, size_t to) { return (n + to - 1) & -to; }
static size_t end_of(const Run* run) { return (size_t)run + run->length; }

static void join_with_next(Run* run) {
  if (!run->next || end_of(run) != (size_t)run->next) return;
  run->length += run->next->length;
  run->next = run->next->next;
}

static void give_back(size_t at, size_t length) {
  Run** link = &free_runs;
  Run* before = 0;
  while (*link && (size_t)*link < at) {
    before = *link;
    link = &before->next;
  }
  Run* run = (Run*)at;
  *run = (Run){*link, length};
  *link = run;
  join_with_next(run);
  if (before) join_with_next(before);
}

// Pages that were used before, or 0.
static size_t take_used(size_t length) {
  for (Run** link = &free_runs; *link; link = &(*link)->next) {
    Run* run = *link;
    if (run->length < length) continue;
    run->length -= length;
    if (!run->length) *link = run->next;
    return end_of(run);  // the tail: what is left of the run stays where it is in the list
  }
  return 0;
}

// Grows memory so that `length` fresh bytes are there. Somebody else may have grown it since; what he made is his.
static int grow(size_t length) {
  const size_t end = __builtin_wasm_memory_size(0) * kWasmPage;
  if (!fresh_end) {
    fresh = round_up((size_t)__heap_base, kPage);
    fresh_end = end;
  }
  if (end != fresh_end) {
    if (fresh_end > fresh) give_back(fresh, fresh_end - fresh);
    fresh = fresh_end = end;
  }
  if (length <= fresh_end - fresh) return 1;
  const size_t missing = round_up(length - (fresh_end - fresh), kWasmPage);
  size_t growth = missing < kGrowth ? kGrowth : missing;
  if (__builtin_wasm_memory_grow(0, growth / kWasmPage) == (size_t)-1) {
    growth = missing;  // near its limit memory may still have exactly what is needed
    if (__builtin_wasm_memory_grow(0, growth / kWasmPage) == (size_t)-1) return 0;
  }
  fresh_end += growth;
  return 1;
}

static size_t take(size_t length) {
  const size_t used = take_used(length);
  if (used) {
    memset((void*)used, 0, length);
    return used;
  }
  if (!grow(length)) return 0;
  fresh += length;
  return fresh - length;
}

static int is_in_memory(size_t at, size_t length) {
  const size_t end = __builtin_wasm_memory_size(0) * kWasmPage;
  return at % kPage == 0 && at <= end && length <= end - at;
}

long __waggle_map_anonymous(unsigned long address, unsigned long length, int flags) {
  if (!length) return -EINVAL;
  if (length > UINT32_MAX) return -ENOMEM;
  length = round_up(length, kPage);
  if (!(flags & MAP_FIXED)) {
    const size_t at = take(length);
    return at ? (long)at : -ENOMEM;
  }
  if (!is_in_memory(address, length)) return -ENOMEM;
  memset((void*)address, 0, length);
  return (long)address;
}

// libbpf's: takes the kernel's memory away from the pages, if they are a window.
__attribute__((__weak__)) void __waggle_unshare(unsigned long address);

long __waggle_unmap(unsigned long address, unsigned long length) {
  if (!length || length > UINT32_MAX) return -EINVAL;
  length = round_up(length, kPage);
  if (!address || !is_in_memory(address, length)) return -EINVAL;
  if (__waggle_unshare) __waggle_unshare(address);
  give_back(address, length);
  return 0;
}
