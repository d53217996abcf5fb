/* Kernel memory in linear memory: pages that a map shares with those who map it. The place is the guest's own, taken
 * from mmap; the host lays the kernel's pages there and takes them away again. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { kWagglePage = 4096 };

static inline size_t waggle_round_to_pages(size_t length) { return (length + kWagglePage - 1) & -(size_t)kWagglePage; }

/* Zeroed pages, or NULL with errno set. `length` is a number of pages here and below. */
void* waggle_pages_take(size_t length);
/* Also of a window, which ends. NULL may be given back. */
void waggle_pages_give_back(void* place, size_t length);

/* Lays what a map has as its `part` (WAGGLE_WINDOW_*) over pages that were taken. 0, or a negative errno. */
int waggle_lay_window(void* place, size_t length, int map_fd, uint32_t part);

/* Both steps; NULL with errno set. */
void* waggle_open_window(int map_fd, uint32_t part, size_t length);
