/* musl's atomics for a guest of one thread. Without the feature `atomics` the compiler turns these into plain
 * loads and stores. */
#define a_cas a_cas
static inline int a_cas(volatile int* p, int expected, int desired) {
  return __sync_val_compare_and_swap(p, expected, desired);
}
#define a_cas_p a_cas_p
static inline void* a_cas_p(volatile void* p, void* expected, void* desired) {
  return (void*)__sync_val_compare_and_swap((volatile long*)p, (long)expected, (long)desired);
}
#define a_barrier() __sync_synchronize()
#define a_crash() __builtin_trap()
