// Perf buffers: one ring for each CPU. The host opens the events and keeps its own writable mapping of them, which the
// kernel needs; here they are mapped once more, read-only, and read in place. Only where we have read to goes through
// the host, once for many records. The layout is that of perf_event_open(2).
#include <bpf/libbpf.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <waggle/imports/libbpf.h>
#include <waggle/system_calls.h>

#include "sdk/c/libbpf/buffers/ring_position.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"
#include "sdk/c/libbpf/window.h"

enum { kRoom = 1 << 16 };  // no record is longer

typedef struct {
  char* base;  // a page, then the data; NULL where we may not map it: then the host copies records to `room`
  size_t window_size;
  size_t size;  // of the data, a power of two
  uint64_t tail;
  int cpu;
  char* joined;  // a record that wraps, in one piece
  size_t joined_size;
  char* room;
  char *next, *filled;  // copied records that wait
} CpuBuffer;

struct perf_buffer {
  int64_t handle;
  // Called by pointer because Binaryen would else put it into its only caller, whose many variables slow it down.
  enum bpf_perf_event_ret (*deliver_run)(struct perf_buffer* buffer, int cpu, char** next, const char* stop,
                                         const char* edge);
  perf_buffer_event_fn event;  // if there is one, the other two are not called
  perf_buffer_sample_fn sample;
  perf_buffer_lost_fn lost;
  void* context;
  CpuBuffer* buffers;
  int count;
  int epoll_fd;
};

typedef struct {
  struct perf_event_header header;
  uint32_t size;
  char data[];
} Sample;

typedef struct {
  struct perf_event_header header;
  uint64_t id;
  uint64_t lost;
} Lost;

__attribute__((noinline)) static enum bpf_perf_event_ret deliver(struct perf_buffer* buffer, int cpu,
                                                                 struct perf_event_header* event) {
  if (buffer->event) return buffer->event(buffer->context, cpu, event);
  if (event->type == PERF_RECORD_SAMPLE) {
    Sample* sample = (Sample*)event;
    if (buffer->sample) buffer->sample(buffer->context, cpu, sample->data, sample->size);
  } else if (event->type == PERF_RECORD_LOST) {
    if (buffer->lost) buffer->lost(buffer->context, cpu, ((Lost*)event)->lost);
  } else {
    libbpf_print(LIBBPF_WARN, "libbpf: unknown perf sample type %d\n", event->type);
    return LIBBPF_PERF_EVENT_ERROR;
  }
  return LIBBPF_PERF_EVENT_CONT;
}

// A record whose end lies at the beginning of the data. NULL without memory.
static struct perf_event_header* join(CpuBuffer* one, const char* record, size_t size) {
  const char* data = one->base + kWagglePage;
  const size_t first = (size_t)(data + one->size - record);
  if (one->joined_size < size) {
    free(one->joined);
    one->joined = malloc(size);
    one->joined_size = one->joined ? size : 0;
    if (!one->joined) return NULL;
  }
  memcpy(one->joined, record, first);
  memcpy(one->joined + first, data, size - first);
  return (struct perf_event_header*)one->joined;
}

static int publish(struct perf_buffer* buffer, const CpuBuffer* one) {
  return waggle_perf_publish(buffer->handle, (uint32_t)(one - buffer->buffers), one->tail);
}

// The record at one->tail, whose end lies before it, taken.
static enum bpf_perf_event_ret deliver_joined(struct perf_buffer* buffer, CpuBuffer* one, const char* record) {
  const uint16_t size = ((const struct perf_event_header*)record)->size;
  struct perf_event_header* joined = join(one, record, size);
  one->tail += size;
  return joined ? deliver(buffer, one->cpu, joined) : LIBBPF_PERF_EVENT_ERROR;
}

// Records in one piece from `*next` on, as far as they begin before `stop` and end at `edge`. The usual ones, samples,
// are given on the spot: few variables live across the callback, and few registers do.
static enum bpf_perf_event_ret deliver_run(struct perf_buffer* buffer, int cpu, char** next, const char* stop,
                                           const char* edge) {
  const bool gives_samples = !buffer->event && buffer->sample;
  enum bpf_perf_event_ret answer = LIBBPF_PERF_EVENT_CONT;
  char* at = *next;
  while (at < stop && answer == LIBBPF_PERF_EVENT_CONT) {
    Sample* const record = (Sample*)at;
    if (at + record->header.size > edge) break;
    at += record->header.size;
    if (gives_samples && record->header.type == PERF_RECORD_SAMPLE)
      buffer->sample(buffer->context, cpu, record->data, record->size);
    else answer = deliver(buffer, cpu, &record->header);
  }
  *next = at;
  return answer;
}

// Records that begin before `end`, or until one is answered by an end or an error.
static enum bpf_perf_event_ret deliver_until(struct perf_buffer* buffer, CpuBuffer* one, uint64_t end) {
  enum bpf_perf_event_ret answer = LIBBPF_PERF_EVENT_CONT;
  while (one->tail < end && answer == LIBBPF_PERF_EVENT_CONT) {
    char *const data = one->base + kWagglePage, *const edge = data + one->size;
    char *const first = data + (one->tail & (one->size - 1)), *next = first;
    const char* const stop = first + least(end - one->tail, (uint64_t)(edge - first));
    answer = buffer->deliver_run(buffer, one->cpu, &next, stop, edge);
    one->tail += (uint64_t)(next - first);
    if (next < stop && answer == LIBBPF_PERF_EVENT_CONT) answer = deliver_joined(buffer, one, next);
  }
  return answer;
}

// As much as the buffer holds, since others go on writing.
static int consume_copied(struct perf_buffer* buffer, CpuBuffer* one) {
  enum bpf_perf_event_ret answer = LIBBPF_PERF_EVENT_CONT;
  for (const uint64_t end = one->tail + one->size; one->tail < end && answer == LIBBPF_PERF_EVENT_CONT;) {
    if (one->next == one->filled) {
      const int32_t taken =
          waggle_perf_read(buffer->handle, (uint32_t)(one - buffer->buffers), waggle_at(one->room), kRoom);
      if (taken <= 0) return taken;
      one->next = one->room;
      one->filled = one->room + taken;
    }
    const char* const first = one->next;
    answer = buffer->deliver_run(buffer, one->cpu, &one->next, one->filled, one->filled);
    one->tail += (uint64_t)(one->next - first);
  }
  return answer == LIBBPF_PERF_EVENT_CONT ? 0 : (int)answer;
}

// What there was when it began. The kernel gets its space back in quarters of the buffer, and in the end.
static int consume(struct perf_buffer* buffer, CpuBuffer* one) {
  if (one->room) return consume_copied(buffer, one);
  const struct perf_event_mmap_page* page = (struct perf_event_mmap_page*)one->base;
  const uint64_t head = ring_load((const uint64_t*)&page->data_head), quarter = one->size / 4;
  enum bpf_perf_event_ret answer = LIBBPF_PERF_EVENT_CONT;
  int error = 0;
  while (one->tail < head && answer == LIBBPF_PERF_EVENT_CONT && !error) {
    answer = deliver_until(buffer, one, head - one->tail > quarter ? one->tail + quarter : head);
    error = publish(buffer, one);
  }
  return answer == LIBBPF_PERF_EVENT_CONT ? error : (int)answer;
}

static int map_buffer(struct perf_buffer* buffer, int index) {
  CpuBuffer* one = &buffer->buffers[index];
  struct waggle_perf_ring ring;
  const int error = waggle_perf_ring(buffer->handle, (uint32_t)index, waggle_at(&ring));
  if (error) return error;
  one->cpu = ring.cpu;
  one->window_size = ring.size;
  one->size = ring.size - kWagglePage;
  one->base = waggle_pages_take(ring.size);
  if (!one->base) return -ENOMEM;
  if (!waggle_perf_window(buffer->handle, (uint32_t)index, waggle_at(one->base), ring.size)) {
    one->tail = ((struct perf_event_mmap_page*)one->base)->data_tail;
    return 0;
  }
  waggle_pages_give_back(one->base, ring.size);
  one->base = NULL;
  one->next = one->filled = one->room = malloc(kRoom);
  return one->room ? 0 : -ENOMEM;
}

static int map_buffers(struct perf_buffer* buffer) {
  buffer->count = waggle_perf_buffer__buffer_cnt(buffer->handle);
  if (buffer->count < 0) return buffer->count;
  const size_t count = buffer->count ? (size_t)buffer->count : 1;
  buffer->buffers = calloc(count, sizeof *buffer->buffers);
  if (!buffer->buffers) return -ENOMEM;
  buffer->epoll_fd = waggle_perf_buffer__epoll_fd(buffer->handle);
  int error = buffer->epoll_fd < 0 ? buffer->epoll_fd : 0;
  for (int i = 0; !error && i < buffer->count; ++i) error = map_buffer(buffer, i);
  return error;
}

// Of a handle, or of the failure that it is.
static struct perf_buffer* make(int64_t handle, const struct perf_buffer* callbacks) {
  waggle_print_host_lines();
  if (handle < 0) return waggle_no_object(handle);
  struct perf_buffer* buffer = malloc(sizeof *buffer);
  if (!buffer) {
    waggle_perf_buffer__free(handle);
    return NULL;
  }
  *buffer = *callbacks;
  buffer->deliver_run = deliver_run;
  buffer->handle = handle;
  buffer->epoll_fd = -1;
  const int error = map_buffers(buffer);
  if (!error) return buffer;
  libbpf_print(LIBBPF_WARN, "libbpf: failed to mmap perf buffer: %s\n", libbpf_errstr(error));
  perf_buffer__free(buffer);
  return waggle_no_object(error);
}

struct perf_buffer* perf_buffer__new(int map_fd, size_t pages, perf_buffer_sample_fn sample, perf_buffer_lost_fn lost,
                                     void* context, const struct perf_buffer_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const struct perf_buffer callbacks = {.sample = sample, .lost = lost, .context = context};
  const uint32_t period = WAGGLE_OPTION(options, sample_period, 0);
  return make(waggle_perf_buffer__new(map_fd, waggle_u32(pages), period ? period : 1), &callbacks);
}

struct perf_buffer* perf_buffer__new_raw(int map_fd, size_t pages, struct perf_event_attr* attributes,
                                         perf_buffer_event_fn event, void* context,
                                         const struct perf_buffer_raw_opts* options) {
  if (!attributes || !WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  const int count = WAGGLE_OPTION(options, cpu_cnt, 0);
  const uint32_t size = count > 0 ? waggle_u32((size_t)count * sizeof(int)) : 0;
  const struct perf_buffer callbacks = {.event = event, .context = context};
  return make(waggle_perf_buffer__new_raw(map_fd, waggle_u32(pages), waggle_at(attributes), attributes->size,
                                          waggle_at(WAGGLE_OPTION(options, cpus, NULL)), size,
                                          waggle_at(WAGGLE_OPTION(options, map_keys, NULL)), size),
              &callbacks);
}

void perf_buffer__free(struct perf_buffer* buffer) {
  if (!buffer || libbpf_get_error(buffer)) return;
  for (int i = 0; buffer->buffers && i < buffer->count; ++i) {
    CpuBuffer* one = &buffer->buffers[i];
    waggle_pages_give_back(one->base, one->window_size);
    free(one->joined);
    free(one->room);
  }
  waggle_perf_buffer__free(buffer->handle);
  free(buffer->buffers);
  free(buffer);
}

int perf_buffer__poll(struct perf_buffer* buffer, int timeout_ms) {
  struct pollfd waited = {.fd = buffer->epoll_fd, .events = POLLIN};
  const long ready = __waggle_after_wait(waggle_wait(waggle_at(&waited), 1, timeout_ms), NULL);
  if (ready <= 0) return waggle_answer(ready);
  // The kernel tells once that an event is ready, and not twice of which: all are looked at.
  int filled = 0;
  for (int i = 0; i < buffer->count; ++i) {
    CpuBuffer* one = &buffer->buffers[i];
    const uint64_t before = one->tail;
    const int error = consume(buffer, one);
    filled += one->tail != before;
    if (!error) continue;
    libbpf_print(LIBBPF_WARN, "libbpf: error while processing records: %s\n", libbpf_errstr(error));
    return waggle_answer(error);
  }
  return filled;
}

int perf_buffer__consume(struct perf_buffer* buffer) {
  for (int i = 0; i < buffer->count; ++i) {
    const int error = perf_buffer__consume_buffer(buffer, (size_t)i);
    if (error) return error;
  }
  return 0;
}

static CpuBuffer* buffer_at(const struct perf_buffer* buffer, size_t index) {
  return index < (size_t)buffer->count ? &buffer->buffers[index] : waggle_no_object(-EINVAL);
}

int perf_buffer__consume_buffer(struct perf_buffer* buffer, size_t index) {
  CpuBuffer* one = buffer_at(buffer, index);
  return one ? waggle_answer(consume(buffer, one)) : -EINVAL;
}

int perf_buffer__epoll_fd(const struct perf_buffer* buffer) { return buffer->epoll_fd; }
size_t perf_buffer__buffer_cnt(const struct perf_buffer* buffer) { return (size_t)buffer->count; }

int perf_buffer__buffer_fd(const struct perf_buffer* buffer, size_t index) {
  return buffer_at(buffer, index) ? waggle_answer(waggle_perf_buffer__buffer_fd(buffer->handle, (uint32_t)index))
                                  : -EINVAL;
}

int perf_buffer__buffer(struct perf_buffer* buffer, int index, void** base, size_t* size) {
  const CpuBuffer* one = buffer_at(buffer, (size_t)index);
  if (!one) return -EINVAL;
  if (!one->base) return waggle_answer(-EOPNOTSUPP);
  *base = one->base;
  *size = one->size;
  return 0;
}
