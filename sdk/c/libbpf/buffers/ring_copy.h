/* A ring buffer whose pages cannot be mapped: the host consumes it, and its records are copied to the guest. */
#pragma once

#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct RingCopy RingCopy;

/* NULL, with errno set. */
RingCopy* ring_copy_new(int map_fd);
void ring_copy_free(RingCopy* copy);

/* As ring__consume_n: how many records were given to `sample`, or its negative answer. What was copied and not given
 * waits for the next time. */
bool ring_copy_waits(const RingCopy* copy);
int64_t ring_copy_consume(RingCopy* copy, ring_buffer_sample_fn sample, void* context, size_t most);
