/* The only thread's descriptor: a variable, as there is no register for it. */
extern hidden uintptr_t __waggle_thread;
static inline uintptr_t __get_tp(void) { return __waggle_thread; }
/* Where a signal context keeps the program counter. Thread cancellation reads it; it never runs here. */
#define MC_PC gregs[REG_RIP]
