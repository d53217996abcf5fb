// Between after_call.c, which every module has, and signals.c, which only those have that handle signals.
#pragma once

#include <waggle/system_calls.h>

// What a delivery found: nothing, handlers that all have SA_RESTART, or one that has not.
typedef enum { kNothing, kRestart, kInterrupt } Delivery;

// Runs the handlers of what is pending; set by the first handler. `mask`: what was blocked meanwhile (the kernel's
// sigset_t of 8 bytes), or 0 for what is blocked now.
extern Delivery (*__waggle_deliver)(const void* mask);
