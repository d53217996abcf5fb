// User ring buffers: the program produces, BPF programs drain. Here the producer's page and the data are ours to write,
// and the consumer's page is only read.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/buffers/ring_position.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"
#include "sdk/c/libbpf/window.h"

typedef struct {
  uint32_t length;
  uint32_t unused;
} Header;

struct user_ring_buffer {
  uint64_t* consumer;
  uint64_t* producer;
  char* data;  // twice, as in ring_buffer.c
  uint64_t mask;
  int epoll_fd;
};

static int map_buffer(struct user_ring_buffer* buffer, int map_fd) {
  struct bpf_map_info info = {0};
  uint32_t length = sizeof info;
  const int error = bpf_map_get_info_by_fd(map_fd, &info, &length);
  if (error) return error;
  if (info.type != BPF_MAP_TYPE_USER_RINGBUF) {
    libbpf_print(LIBBPF_WARN, "libbpf: user ringbuf: map fd=%d is not BPF_MAP_TYPE_USER_RINGBUF\n", map_fd);
    return -EINVAL;
  }
  buffer->mask = info.max_entries - 1;
  buffer->consumer = waggle_open_window(map_fd, WAGGLE_WINDOW_CONSUMER, kWagglePage);
  if (!buffer->consumer) return -errno;
  buffer->producer = waggle_open_window(map_fd, WAGGLE_WINDOW_PRODUCER, kWagglePage + 2 * (buffer->mask + 1));
  if (!buffer->producer) return -errno;
  buffer->data = (char*)buffer->producer + kWagglePage;
  struct epoll_event event = {.events = EPOLLOUT};
  return epoll_ctl(buffer->epoll_fd, EPOLL_CTL_ADD, map_fd, &event) < 0 ? -errno : 0;
}

struct user_ring_buffer* user_ring_buffer__new(int map_fd, const struct user_ring_buffer_opts* options) {
  if (!WAGGLE_VALID(options)) return waggle_no_object(-EINVAL);
  struct user_ring_buffer* buffer = calloc(1, sizeof *buffer);
  if (!buffer) return NULL;
  buffer->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  const int error = buffer->epoll_fd < 0 ? -errno : map_buffer(buffer, map_fd);
  if (!error) return buffer;
  user_ring_buffer__free(buffer);
  return waggle_no_object(error);
}

void user_ring_buffer__free(struct user_ring_buffer* buffer) {
  if (!buffer) return;
  waggle_pages_give_back(buffer->consumer, kWagglePage);
  waggle_pages_give_back(buffer->producer, kWagglePage + 2 * (buffer->mask + 1));
  if (buffer->epoll_fd >= 0) close(buffer->epoll_fd);
  free(buffer);
}

void* user_ring_buffer__reserve(struct user_ring_buffer* buffer, uint32_t size) {
  if (size & (BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT)) return waggle_no_object(-E2BIG);
  const uint64_t at = ring_load(buffer->producer);
  const uint64_t used = at - ring_load(buffer->consumer), room = buffer->mask + 1;
  const uint64_t total = ((uint64_t)size + BPF_RINGBUF_HDR_SZ + 7) & ~7ull;
  if (total > room) return waggle_no_object(-E2BIG);
  if (room - used < total) return waggle_no_object(-ENOSPC);
  Header* header = (Header*)(buffer->data + (at & buffer->mask));
  *header = (Header){size | BPF_RINGBUF_BUSY_BIT, 0};
  ring_store(buffer->producer, at + total);
  return buffer->data + ((at + BPF_RINGBUF_HDR_SZ) & buffer->mask);
}

// A sample's header lies before it, or, for the first of the ring, at the end of the data.
static void commit(struct user_ring_buffer* buffer, void* sample, uint32_t flag) {
  const uint64_t at = ((uint64_t)((char*)sample - buffer->data) - BPF_RINGBUF_HDR_SZ) & buffer->mask;
  Header* header = (Header*)(buffer->data + at);
  __atomic_store_n(&header->length, (header->length & ~BPF_RINGBUF_BUSY_BIT) | flag, __ATOMIC_RELEASE);
}

void user_ring_buffer__submit(struct user_ring_buffer* buffer, void* sample) { commit(buffer, sample, 0); }
void user_ring_buffer__discard(struct user_ring_buffer* buffer, void* sample) {
  commit(buffer, sample, BPF_RINGBUF_DISCARD_BIT);
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void* user_ring_buffer__reserve_blocking(struct user_ring_buffer* buffer, uint32_t size, int timeout_ms) {
  if (timeout_ms < -1) return waggle_no_object(-EINVAL);
  const int64_t end = timeout_ms < 0 ? 0 : now_ms() + timeout_ms;
  int64_t left = timeout_ms;
  do {
    void* sample = user_ring_buffer__reserve(buffer, size);
    if (sample || errno != ENOSPC) return sample;
    struct epoll_event event;
    if (epoll_wait(buffer->epoll_fd, &event, 1, (int)left) < 0) return NULL;
    if (timeout_ms >= 0) left = end - now_ms();
  } while (timeout_ms < 0 || left > 0);
  return user_ring_buffer__reserve(buffer, size);
}
