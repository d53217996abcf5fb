// A guest has one thread. What musl keeps in the files that start and end threads, for a program that never has two.
#define _GNU_SOURCE
#include <time.h>
#include <unistd.h>

#include "pthread_impl.h"

volatile int __thread_list_lock;

hidden void __tl_lock(void) {}
hidden void __tl_unlock(void) {}
hidden void __tl_sync(pthread_t thread) {}
hidden void __acquire_ptc(void) {}
hidden void __release_ptc(void) {}

int pthread_create(pthread_t* restrict thread, const pthread_attr_t* restrict attributes, void* (*start)(void*),
                   void* restrict argument) {
  return EAGAIN;
}

static void no_destructors(void) {}
weak_alias(no_destructors, __pthread_tsd_run_dtors);

// The last thread's end is the process's, with status 0.
_Noreturn void pthread_exit(void* result) {
  __pthread_tsd_run_dtors();
  exit(0);
}

int pthread_cancel(pthread_t thread) { return ENOSYS; }

// A timer that calls or signals a thread; timerfd_create() is for waiting ones.
int timer_create(clockid_t clock, struct sigevent* restrict event, timer_t* restrict timer) {
  errno = ENOSYS;
  return -1;
}

pid_t gettid(void) { return __syscall(SYS_gettid); }
