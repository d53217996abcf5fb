// malloc and its family for guests with 4-byte pointers, an eighth of the size of wasi-libc's. One thread, as all such
// guests have.
//
// Memory is a row of chunks, each with a header; free ones are also in a list of those whose sizes have the same
// highest bit. A free chunk's neighbours are in use: what is freed becomes one with them, which the headers show
// without a search.
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
  kUsed = 1,        // flag: this chunk is
  kUsedBefore = 2,  // flag: the one before it is
  kFlags = kUsed | kUsedBefore,
  kAlign = 16,  // of what malloc returns; sizes of chunks are multiples
  kPage = 65536,
};

// `before` is the last word of the chunk before while that is used, else its size.
struct chunk {
  uint32_t before;
  uint32_t size;                  // with flags
  struct chunk *next, *previous;  // in the list, only of a free chunk; what malloc returns begins here
};
enum { kHead = offsetof(struct chunk, next), kOverhead = sizeof(uint32_t) };

// Of the linker: what lies behind all data, which is nothing where that ends with a page. Pages behind it are grown, by
// malloc or by sbrk() of another.
extern char __heap_base[], __heap_end[];

static struct chunk* lists[32];  // by the highest bit of the size
static uint32_t filled;          // which of them are not empty
static struct chunk* end;        // of memory: a header without a chunk, in use; NULL at first

static uint32_t size_of(const struct chunk* c) { return c->size & ~(uint32_t)kFlags; }
static struct chunk* at(const struct chunk* c, ptrdiff_t bytes) { return (struct chunk*)((char*)c + bytes); }
static struct chunk* after(const struct chunk* c) { return at(c, size_of(c)); }
static struct chunk* chunk_of(const void* memory) { return at(memory, -kHead); }
static void* memory_of(struct chunk* c) { return &c->next; }
static int list_of(uint32_t size) { return 31 - __builtin_clz(size); }

static void unlink_chunk(struct chunk* c) {
  int list = list_of(size_of(c));
  if (c->previous) c->previous->next = c->next;
  else if (!(lists[list] = c->next)) filled &= ~(1u << list);
  if (c->next) c->next->previous = c->previous;
}

// Its neighbours know it as free from here on. They are in use.
static void link_chunk(struct chunk* c, uint32_t size) {
  int list = list_of(size);
  c->size = size | kUsedBefore;
  after(c)->before = size;
  after(c)->size &= ~(uint32_t)kUsedBefore;
  c->previous = NULL;
  c->next = lists[list];
  if (c->next) c->next->previous = c;
  lists[list] = c;
  filled |= 1u << list;
}

// Makes a chunk free that is in no list, and one with its neighbours.
static void release(struct chunk* c) {
  uint32_t size = size_of(c);
  struct chunk* next = after(c);
  if (!(next->size & kUsed)) {
    unlink_chunk(next);
    size += size_of(next);
  }
  if (!(c->size & kUsedBefore)) {
    size += c->before;
    c = at(c, -(ptrdiff_t)c->before);
    unlink_chunk(c);
  }
  link_chunk(c, size);
}

// Cuts a used chunk, or one in no list, to `size`; the rest is free.
static void use(struct chunk* c, uint32_t size) {
  uint32_t rest = size_of(c) - size;
  c->size = (c->size & kUsedBefore) | kUsed | (size + (rest < kAlign ? rest : 0));
  after(c)->size |= kUsedBefore;
  if (rest < kAlign) return;
  after(c)->size = rest | kUsedBefore;
  release(after(c));
}

// A row of memory up to `past`, the end of a page, joins what is free. `c` begins it, or is where the row before
// ended.
static void add(struct chunk* c, uintptr_t past) {
  end = chunk_of((void*)past);
  end->size = kUsed | kUsedBefore;
  if (c == end) return;
  c->size = (c->size & kUsedBefore) | (uint32_t)((char*)end - (char*)c);
  release(c);
}

// More memory than `size`, at least by a chunk; at first it may be less: what lies behind the program's data.
static bool grow(uint32_t size) {
  const uintptr_t base = (uintptr_t)__heap_base, past = (uintptr_t)__heap_end;
  if (!end && base != past) {
    struct chunk* first = chunk_of((void*)((base + kHead + kAlign - 1) & -(uintptr_t)kAlign));
    first->size = kUsedBefore;
    add(first, past);
    return true;
  }
  size_t pages = ((size_t)size + 2 * kAlign + kPage - 1) / kPage;
  size_t old = __builtin_wasm_memory_grow(0, pages);
  if (old == SIZE_MAX) return false;
  struct chunk* first = end;
  if (!end || memory_of(end) != (void*)(old * kPage)) {  // sbrk() of another has taken the pages behind ours
    first = chunk_of((void*)(old * kPage + kAlign));
    first->size = kUsedBefore;
  }
  add(first, (old + pages) * kPage);
  return true;
}

static struct chunk* find(uint32_t size) {
  int list = list_of(size);
  for (struct chunk* c = lists[list]; c; c = c->next)
    if (size_of(c) >= size) return c;
  uint32_t larger = filled >> list >> 1;
  return larger ? lists[list + 1 + __builtin_ctz(larger)] : NULL;
}

// The chunk for so many bytes; 0 if there can be none.
static uint32_t chunk_size(size_t n) {
  if (n > PTRDIFF_MAX - 2 * kPage) return 0;
  return ((uint32_t)n + kOverhead + kAlign - 1) & -(uint32_t)kAlign;
}

static void* no_memory(void) {
  errno = ENOMEM;
  return NULL;
}

size_t malloc_usable_size(void* memory) { return memory ? size_of(chunk_of(memory)) - kOverhead : 0; }

void* malloc(size_t n) {
  uint32_t size = chunk_size(n);
  if (!size) return no_memory();
  struct chunk* c;
  while (!(c = find(size)))
    if (!grow(size)) return no_memory();
  unlink_chunk(c);
  use(c, size);
  return memory_of(c);
}

void free(void* memory) {
  if (memory) release(chunk_of(memory));
}

void* calloc(size_t count, size_t each) {
  size_t n;
  if (__builtin_mul_overflow(count, each, &n)) return no_memory();
  void* memory = malloc(n);
  return memory ? memset(memory, 0, n) : NULL;
}

void* realloc(void* memory, size_t n) {
  if (!memory) return malloc(n);
  uint32_t size = chunk_size(n);
  if (!size) return no_memory();
  struct chunk *c = chunk_of(memory), *next = after(c);
  if (size_of(c) < size && !(next->size & kUsed) && size_of(c) + size_of(next) >= size) {
    unlink_chunk(next);
    c->size += size_of(next);
  }
  if (size_of(c) >= size) return use(c, size), memory;
  void* moved = malloc(n);
  if (!moved) return NULL;
  memcpy(moved, memory, malloc_usable_size(memory));
  free(memory);
  return moved;
}

// `align` is a power of two. What lies before the right place is given back.
void* aligned_alloc(size_t align, size_t n) {
  if (align <= kAlign) return malloc(n);
  if (n > PTRDIFF_MAX || align > PTRDIFF_MAX) return no_memory();
  char* memory = malloc(n + align);
  if (!memory) return NULL;
  char* right = (char*)(((uintptr_t)memory + align - 1) & -align);
  struct chunk *c = chunk_of(memory), *rest = chunk_of(right);
  if (c != rest) {
    uint32_t before = (uint32_t)(right - memory);
    rest->size = (size_of(c) - before) | kUsed | kUsedBefore;
    c->size = (c->size & kUsedBefore) | before;
    release(c);
  }
  use(rest, chunk_size(n));
  return right;
}

int posix_memalign(void** memory, size_t align, size_t n) {
  if (align < sizeof(void*) || (align & (align - 1))) return EINVAL;
  int saved = errno;
  void* got = aligned_alloc(align, n);
  errno = saved;
  if (!got) return ENOMEM;
  *memory = got;
  return 0;
}

// How wasi-libc's own functions call them.
void* __libc_malloc(size_t n) { return malloc(n); }
void* __libc_calloc(size_t count, size_t each) { return calloc(count, each); }
void __libc_free(void* memory) { free(memory); }
