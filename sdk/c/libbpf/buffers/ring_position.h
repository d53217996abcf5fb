/* Words that the kernel changes while the program runs, in memory that both have mapped. Plain loads of them would not
 * do: the engine may merge two of them. */
#pragma once

#include <stdint.h>

static inline uint64_t ring_load(const uint64_t* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline uint32_t ring_load_32(const uint32_t* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline void ring_store(uint64_t* word, uint64_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }

static inline uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }
