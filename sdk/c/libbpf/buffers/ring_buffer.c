// Ring buffers are consumed here, in the guest: the kernel's pages are part of its memory, and it leaves wasm only to
// wait. What it knows of the layout is in the kernel's Documentation/bpf/ringbuf.rst and linux/bpf.h.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <limits.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/buffers/ring_copy.h"
#include "sdk/c/libbpf/buffers/ring_position.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"
#include "sdk/c/libbpf/window.h"

enum { kLargestBatch = 64 << 10 };

struct ring {
  // Called by pointer also because Binaryen would else put it into its only caller, whose many variables slow it down.
  int64_t (*consume)(struct ring* ring, size_t most);
  ring_buffer_sample_fn sample;
  void* context;
  uint64_t* consumer;  // a page that is ours to write
  uint64_t* producer;  // a page, and the data behind it, twice: records that wrap are in one piece
  RingCopy* copy;      // instead of both, where the kernel does not let us map them
  uint64_t mask;
  int map_fd;
};

struct ring_buffer {
  struct ring** rings;
  struct epoll_event* events;
  int count;
  int epoll_fd;
};

// A record's first word: its length, and whether it is still being written or was given up.
static uint64_t padded(uint32_t length) { return (uint64_t)((length + 7) & ~7u); }
static uint64_t record_size(uint32_t word) {
  return BPF_RINGBUF_HDR_SZ + padded(word & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT));
}

// Up to `most` records, or the negative answer of the callback. The position is published once for many records: the
// store is a full barrier in wasm. The kernel gets its space back in batches, and all of it before the end is looked
// for again, so that it knows whether to wake us. A batch lies in one piece, since the data is mapped twice: few
// variables live across the callback, and few registers do.
static int64_t consume_in_place(struct ring* ring, size_t most) {
  const uint64_t mask = ring->mask, batch = least((mask + 1) / 8, kLargestBatch);
  const char* const data = (const char*)ring->producer + kWagglePage;
  uint64_t at = ring_load(ring->consumer);
  size_t left = most;
  for (uint64_t end; at < (end = ring_load(ring->producer));) {
    const char *const first = data + (at & mask), *const stop = first + least(end - at, batch);
    const char* next = first;
    int answer = 0;
    while (next < stop) {
      const char* const record = next + BPF_RINGBUF_HDR_SZ;
      const uint32_t word = ring_load_32((const uint32_t*)next);
      if (word & (BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT)) {
        if (word & BPF_RINGBUF_BUSY_BIT) break;
        next += record_size(word);
        continue;
      }
      next = record + padded(word);
      answer = ring->sample(ring->context, (void*)record, word);
      if (answer < 0 || --left == 0) break;
    }
    at += (uint64_t)(next - first);
    ring_store(ring->consumer, at);
    if (answer < 0) return answer;
    if (next < stop || !left) break;
  }
  return (int64_t)(most - left);
}

static int64_t consume_copied(struct ring* ring, size_t most) {
  return ring_copy_consume(ring->copy, ring->sample, ring->context, most);
}

static void free_ring(struct ring* ring) {
  ring_copy_free(ring->copy);
  waggle_pages_give_back(ring->consumer, kWagglePage);
  waggle_pages_give_back(ring->producer, kWagglePage + 2 * (ring->mask + 1));
  free(ring);
}

// NULL, with errno set.
static struct ring* map_ring(int map_fd, uint32_t size) {
  struct ring* ring = calloc(1, sizeof *ring);
  if (!ring) return NULL;
  ring->map_fd = map_fd;
  ring->mask = size - 1;
  ring->consume = consume_in_place;
  ring->consumer = waggle_open_window(map_fd, WAGGLE_WINDOW_CONSUMER, kWagglePage);
  if (ring->consumer)
    ring->producer = waggle_open_window(map_fd, WAGGLE_WINDOW_PRODUCER, kWagglePage + 2 * (size_t)size);
  if (ring->producer) return ring;
  waggle_pages_give_back(ring->consumer, kWagglePage);
  ring->consumer = NULL;
  ring->consume = consume_copied;
  ring->copy = ring_copy_new(map_fd);
  if (ring->copy) return ring;
  const int error = errno;
  libbpf_print(LIBBPF_WARN, "libbpf: ringbuf: failed to mmap map fd=%d: %s\n", map_fd, libbpf_errstr(-error));
  free_ring(ring);
  return waggle_no_object(-error);
}

static int check_map(int map_fd, struct bpf_map_info* info) {
  uint32_t length = sizeof *info;
  const int error = bpf_map_get_info_by_fd(map_fd, info, &length);
  if (error) {
    libbpf_print(LIBBPF_WARN, "libbpf: ringbuf: failed to get map info for fd=%d: %s\n", map_fd, libbpf_errstr(error));
    return error;
  }
  if (info->type == BPF_MAP_TYPE_RINGBUF) return 0;
  libbpf_print(LIBBPF_WARN, "libbpf: ringbuf: map fd=%d is not BPF_MAP_TYPE_RINGBUF\n", map_fd);
  return -EINVAL;
}

static int grow(struct ring_buffer* buffer) {
  const size_t count = (size_t)buffer->count + 1;
  struct ring** rings = realloc(buffer->rings, count * sizeof *rings);
  if (rings) buffer->rings = rings;
  struct epoll_event* events = realloc(buffer->events, count * sizeof *events);
  if (events) buffer->events = events;
  return rings && events ? 0 : -ENOMEM;
}

int ring_buffer__add(struct ring_buffer* buffer, int map_fd, ring_buffer_sample_fn sample, void* context) {
  struct bpf_map_info info = {0};
  int error = check_map(map_fd, &info);
  if (!error) error = grow(buffer);
  if (error) return waggle_answer(error);
  struct ring* ring = map_ring(map_fd, info.max_entries);
  if (!ring) return -errno;
  ring->sample = sample;
  ring->context = context;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = buffer->count};
  if (epoll_ctl(buffer->epoll_fd, EPOLL_CTL_ADD, map_fd, &event) < 0) {
    error = -errno;
    libbpf_print(LIBBPF_WARN, "libbpf: ringbuf: failed to epoll add map fd=%d: %s\n", map_fd, libbpf_errstr(error));
    free_ring(ring);
    return waggle_answer(error);
  }
  buffer->rings[buffer->count++] = ring;
  return 0;
}

struct ring_buffer* ring_buffer__new(int map_fd, ring_buffer_sample_fn sample, void* context,
                                     const struct ring_buffer_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  struct ring_buffer* buffer = calloc(1, sizeof *buffer);
  if (!buffer) return NULL;
  buffer->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  const int error = buffer->epoll_fd < 0 ? -errno : ring_buffer__add(buffer, map_fd, sample, context);
  if (!error) return buffer;
  ring_buffer__free(buffer);
  return waggle_no_object(error);
}

void ring_buffer__free(struct ring_buffer* buffer) {
  if (!buffer) return;
  for (int i = 0; i < buffer->count; ++i) free_ring(buffer->rings[i]);
  if (buffer->epoll_fd >= 0) close(buffer->epoll_fd);
  free(buffer->events);
  free(buffer->rings);
  free(buffer);
}

static int bounded(int64_t count) { return count > INT_MAX ? INT_MAX : (int)count; }

int ring_buffer__consume_n(struct ring_buffer* buffer, size_t most) {
  int64_t total = 0;
  for (int i = 0; i < buffer->count; ++i) {
    const int64_t count = buffer->rings[i]->consume(buffer->rings[i], most);
    if (count < 0) return waggle_answer(count);
    total += count;
    most -= (size_t)count;
    if (!most) break;
  }
  return bounded(total);
}

int ring_buffer__consume(struct ring_buffer* buffer) { return ring_buffer__consume_n(buffer, INT_MAX); }

// What was copied and not given: of that the kernel knows no more, and does not wake us.
static int64_t consume_left(struct ring_buffer* buffer) {
  int64_t total = 0, count = 0;
  for (int i = 0; i < buffer->count && count >= 0; ++i) {
    struct ring* ring = buffer->rings[i];
    count = ring->copy && ring_copy_waits(ring->copy) ? ring->consume(ring, INT_MAX) : 0;
    total += count;
  }
  return count < 0 ? count : total;
}

int ring_buffer__poll(struct ring_buffer* buffer, int timeout_ms) {
  const int64_t left = consume_left(buffer);
  if (left) return left < 0 ? waggle_answer(left) : bounded(left);
  const int ready = epoll_wait(buffer->epoll_fd, buffer->events, buffer->count, timeout_ms);
  if (ready < 0) return -errno;
  int64_t total = 0;
  for (int i = 0; i < ready; ++i) {
    struct ring* ring = buffer->rings[buffer->events[i].data.fd];
    const int64_t count = ring->consume(ring, INT_MAX);
    if (count < 0) return waggle_answer(count);
    total += count;
  }
  return bounded(total);
}

int ring_buffer__epoll_fd(const struct ring_buffer* buffer) { return buffer->epoll_fd; }

struct ring* ring_buffer__ring(struct ring_buffer* buffer, unsigned int index) {
  return index < (unsigned int)buffer->count ? buffer->rings[index] : waggle_no_object(-ERANGE);
}

// A ring that is copied has no positions that we could see.
unsigned long ring__consumer_pos(const struct ring* ring) { return ring->copy ? 0 : ring_load(ring->consumer); }
unsigned long ring__producer_pos(const struct ring* ring) { return ring->copy ? 0 : ring_load(ring->producer); }
size_t ring__avail_data_size(const struct ring* ring) { return ring__producer_pos(ring) - ring__consumer_pos(ring); }
size_t ring__size(const struct ring* ring) { return ring->mask + 1; }
int ring__map_fd(const struct ring* ring) { return ring->map_fd; }

int ring__consume_n(struct ring* ring, size_t most) {
  const int64_t count = ring->consume(ring, most);
  return count < 0 ? waggle_answer(count) : bounded(count);
}

int ring__consume(struct ring* ring) { return ring__consume_n(ring, INT_MAX); }
