// Consuming ring and perf buffers: libbpf's ring_buffer and perf_buffer, and the first generation's
// bpf_buffer, which takes either. The host copies each record into the guest and calls back; a
// negative result of the callback ends the poll and becomes its result.
//
// A record longer than LIBBPF_WASM_SAMPLE_SIZE arrives cut to that size. Define it before the
// include to receive longer ones.
#ifndef LIBBPF_WASM_BUFFER_H
#define LIBBPF_WASM_BUFFER_H

#include <errno.h>
#include <stdlib.h>

#include "error.h"
#include "map.h"
#include "types.h"

#ifndef LIBBPF_WASM_SAMPLE_SIZE
#define LIBBPF_WASM_SAMPLE_SIZE 4096
#endif

#define POLL_TIMEOUT_MS 100

typedef int (*bpf_buffer_sample_fn)(void* ctx, void* data, size_t size);

struct bpf_buffer {
  struct bpf_map* events;
  int fd;
  void* ctx;
  bpf_buffer_sample_fn sample_fn;
  int stopped;      // the negative result of the callback that ended the current poll
  int sample_size;  // bytes in `sample`
  char* sample;
};

// What the host calls. It remembers a negative result, since the host's own are numbered otherwise.
static inline int libbpf_wasm__sample(void* ctx, void* data, size_t size) {
  struct bpf_buffer* buffer = (struct bpf_buffer*)ctx;
  int result = buffer->sample_fn(buffer->ctx, data, size);
  if (result < 0) buffer->stopped = result;
  return result;
}

// timeout_ms: 0 takes only what is there, -1 waits without end.
static inline int libbpf_wasm__poll(struct bpf_buffer* buffer, int timeout_ms) {
  typedef int (*callback)(void*, void*, size_t);
  const callback sample = libbpf_wasm__sample;
  buffer->stopped = 0;
  int result = wasm_bpf_buffer_poll(buffer->events->obj_ptr, buffer->fd, (int32_t)(intptr_t)sample,
                                    (uint32_t)(uintptr_t)buffer, buffer->sample, buffer->sample_size, timeout_ms);
  return buffer->stopped ? libbpf_wasm__result(buffer->stopped) : libbpf_wasm__host_result(result);
}

static inline void bpf_buffer__free(struct bpf_buffer* buffer) {
  if (!buffer) return;
  free(buffer->sample);
  free(buffer);
}

// Of a loaded object's ring buffer or perf event array; NULL with errno.
static inline struct bpf_buffer* bpf_buffer__open(struct bpf_map* events, bpf_buffer_sample_fn sample_cb, void* ctx) {
  int fd = bpf_map__fd(events);
  if (fd < 0) return NULL;
  struct bpf_buffer* buffer = (struct bpf_buffer*)calloc(1, sizeof(*buffer));
  if (!buffer) return NULL;
  buffer->events = events;
  buffer->fd = fd;
  buffer->ctx = ctx;
  buffer->sample_fn = sample_cb;
  buffer->sample_size = LIBBPF_WASM_SAMPLE_SIZE;
  buffer->sample = (char*)malloc(LIBBPF_WASM_SAMPLE_SIZE);
  if (buffer->sample) return buffer;
  bpf_buffer__free(buffer);
  return NULL;
}

// The caller sets sample_fn and ctx before the first poll.
static inline struct bpf_buffer* bpf_buffer__new(struct bpf_map* events) {
  return bpf_buffer__open(events, NULL, NULL);
}

// How many records came, 0 after timeout_ms without any, or -errno; -EINTR when a signal asks the
// guest to end. A timeout of 0 or less means POLL_TIMEOUT_MS, as it always did under this name.
static inline int bpf_buffer__poll(struct bpf_buffer* buffer, int timeout_ms) {
  if (!buffer || !buffer->sample_fn) return libbpf_wasm__result(-EINVAL);
  return libbpf_wasm__poll(buffer, timeout_ms > 0 ? timeout_ms : POLL_TIMEOUT_MS);
}

// The map of this guest that a descriptor belongs to; NULL with EBADF.
static inline struct bpf_map* libbpf_wasm__map_by_fd(int fd) {
  for (struct bpf_object* obj = libbpf_wasm__objects; obj; obj = obj->next)
    for (size_t i = 0; i < obj->map_count; i++)
      if (fd >= 0 && obj->maps[i].fd == fd) return &obj->maps[i];
  errno = EBADF;
  return NULL;
}

typedef bpf_buffer_sample_fn ring_buffer_sample_fn;

struct ring_buffer {
  struct bpf_buffer* buffer;
};

struct ring_buffer_opts;  // libbpf has none either; pass NULL

static inline void ring_buffer__free(struct ring_buffer* rb) {
  if (!rb) return;
  bpf_buffer__free(rb->buffer);
  free(rb);
}

// map_fd is what bpf_map__fd() gave. One ring each: poll several in turn, with timeout 0.
static inline struct ring_buffer* ring_buffer__new(int map_fd, ring_buffer_sample_fn sample_cb, void* ctx,
                                                   const struct ring_buffer_opts* opts) {
  (void)opts;
  struct bpf_map* map = libbpf_wasm__map_by_fd(map_fd);
  if (!map) return NULL;
  struct ring_buffer* rb = (struct ring_buffer*)calloc(1, sizeof(*rb));
  if (!rb) return NULL;
  rb->buffer = bpf_buffer__open(map, sample_cb, ctx);
  if (rb->buffer) return rb;
  ring_buffer__free(rb);
  return NULL;
}

static inline int ring_buffer__poll(struct ring_buffer* rb, int timeout_ms) {
  return libbpf_wasm__poll(rb->buffer, timeout_ms);
}

static inline int ring_buffer__consume(struct ring_buffer* rb) { return ring_buffer__poll(rb, 0); }

typedef void (*perf_buffer_sample_fn)(void* ctx, int cpu, void* data, __u32 size);
typedef void (*perf_buffer_lost_fn)(void* ctx, int cpu, __u64 count);

struct perf_buffer {
  struct bpf_buffer* buffer;
  void* ctx;
  perf_buffer_sample_fn sample_cb;
};

struct perf_buffer_opts;  // pass NULL

static inline int libbpf_wasm__perf_sample(void* ctx, void* data, size_t size) {
  struct perf_buffer* pb = (struct perf_buffer*)ctx;
  pb->sample_cb(pb->ctx, -1, data, (__u32)size);
  return 0;
}

static inline void perf_buffer__free(struct perf_buffer* pb) {
  if (!pb) return;
  bpf_buffer__free(pb->buffer);
  free(pb);
}

// The host chooses the number of pages. The imports tell neither the CPU of a record (the callback
// gets -1) nor losses (lost_cb is never called; the host reports them).
static inline struct perf_buffer* perf_buffer__new(int map_fd, size_t page_cnt, perf_buffer_sample_fn sample_cb,
                                                   perf_buffer_lost_fn lost_cb, void* ctx,
                                                   const struct perf_buffer_opts* opts) {
  (void)page_cnt, (void)lost_cb, (void)opts;
  struct bpf_map* map = libbpf_wasm__map_by_fd(map_fd);
  if (!map) return NULL;
  struct perf_buffer* pb = (struct perf_buffer*)calloc(1, sizeof(*pb));
  if (!pb) return NULL;
  pb->ctx = ctx;
  pb->sample_cb = sample_cb;
  pb->buffer = bpf_buffer__open(map, libbpf_wasm__perf_sample, pb);
  if (pb->buffer) return pb;
  perf_buffer__free(pb);
  return NULL;
}

static inline int perf_buffer__poll(struct perf_buffer* pb, int timeout_ms) {
  return libbpf_wasm__poll(pb->buffer, timeout_ms);
}

static inline int perf_buffer__consume(struct perf_buffer* pb) { return perf_buffer__poll(pb, 0); }

#endif
