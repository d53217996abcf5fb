/* How libbpf answers: an int is negative on failure and errno is set as well; a pointer is NULL and errno is set. The
 * host answers 0, a positive value or -errno. */
#pragma once

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

/* `result` as libbpf answers it. */
static inline int waggle_answer(int64_t result) {
  if (result < 0) errno = (int)-result;
  return (int)result;
}

/* NULL, with errno set by a negative `error`. */
static inline void* waggle_no_object(int64_t error) {
  errno = (int)-error;
  return NULL;
}

/* An address or a size as the host takes it. What 32 bits cannot hold becomes 4 GiB - 1, which the host refuses. */
static inline uint32_t waggle_u32(size_t value) { return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value; }
static inline uint32_t waggle_at(const void* pointer) { return waggle_u32((size_t)pointer); }

/* Options structures begin with their size, which says how far the caller's libbpf knew them. */
#define WAGGLE_HAS(options, member) \
  ((options) && (options)->sz >= offsetof(__typeof__(*(options)), member) + sizeof((options)->member))
#define WAGGLE_OPTION(options, member, otherwise) (WAGGLE_HAS(options, member) ? (options)->member : (otherwise))
/* What the structure of this libbpf does not have must be zero: the caller would think it were heeded. */
int waggle_options_valid(const void* options, size_t known);
#define WAGGLE_VALID(options) waggle_options_valid(options, sizeof(*(options)))
