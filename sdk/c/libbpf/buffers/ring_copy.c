#include "sdk/c/libbpf/buffers/ring_copy.h"

#include <stdlib.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

enum { kRoom = 1 << 16 };

struct RingCopy {
  int64_t handle;
  char* room;
  size_t size;    // of `room`; it grows where a record does not fit
  size_t filled;  // bytes that hold records
  size_t given;   // bytes of these whose records were given
};

RingCopy* ring_copy_new(int map_fd) {
  RingCopy* copy = calloc(1, sizeof *copy);
  char* room = malloc(kRoom);
  const int64_t handle = copy && room ? (int64_t)waggle_ring_copy__new(map_fd) : -ENOMEM;
  if (handle > 0) {
    *copy = (RingCopy){.handle = handle, .room = room, .size = kRoom};
    return copy;
  }
  free(room);
  free(copy);
  return waggle_no_object(handle);
}

void ring_copy_free(RingCopy* copy) {
  if (!copy) return;
  waggle_ring_copy__free(copy->handle);
  free(copy->room);
  free(copy);
}

static int grow(RingCopy* copy) {
  char* room = realloc(copy->room, copy->size * 2);
  if (!room) return -ENOMEM;
  copy->room = room;
  copy->size *= 2;
  return 0;
}

// Bytes of records, 0 when there are none.
static int fetch(RingCopy* copy) {
  copy->given = copy->filled = 0;
  for (;;) {
    const int32_t filled = waggle_ring_copy__read(copy->handle, waggle_at(copy->room), waggle_u32(copy->size));
    if (filled >= 0) copy->filled = (size_t)filled;
    if (filled != -ENOBUFS) return filled;
    const int error = grow(copy);
    if (error) return error;
  }
}

bool ring_copy_waits(const RingCopy* copy) { return copy->given < copy->filled; }

int64_t ring_copy_consume(RingCopy* copy, ring_buffer_sample_fn sample, void* context, size_t most) {
  for (int64_t count = 0;;) {
    if (copy->given == copy->filled) {
      const int filled = fetch(copy);
      if (filled <= 0) return filled < 0 ? filled : count;
    }
    struct waggle_record* record = (struct waggle_record*)(copy->room + copy->given);
    copy->given += sizeof *record + ((record->size + 7) & ~7u);
    const int answer = sample(context, record + 1, record->size);
    if (answer < 0) return answer;
    if ((size_t)++count >= most) return count;
  }
}
