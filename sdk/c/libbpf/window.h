/* Kernel memory in linear memory: pages that a map or a performance event shares with its users. The place is ours,
 * taken from mmap; the host lays the kernel's pages there and takes them away again. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { kWagglePage = 4096 };
