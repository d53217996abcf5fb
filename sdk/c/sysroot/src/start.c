// Where a module starts: the libc's own state, the arguments and environment that the host has, constructors, main,
// exit.
#define _GNU_SOURCE
#include <elf.h>
#include <unistd.h>

#include "libc.h"
#include "main.h"
#include "pthread_impl.h"
#include "syscall.h"

void __wasm_call_ctors(void);  // the linker's

enum { kPageSize = 4096 };

int __waggle_argc;
char** __waggle_argv;
uintptr_t __waggle_thread;

static struct pthread main_thread;
static size_t auxiliary[] = {AT_PAGESZ, kPageSize, AT_CLKTCK, 100, AT_NULL, 0};

static void init_thread(void) {
  main_thread.self = main_thread.next = main_thread.prev = &main_thread;
  main_thread.detach_state = DT_JOINABLE;
  main_thread.tid = 1;  // only to tell who holds a lock; gettid() asks the host
  main_thread.locale = &libc.global_locale;
  main_thread.robust_list.head = &main_thread.robust_list.head;
  __waggle_thread = (uintptr_t)&main_thread;
}

static void init_names(char* path) {
  __progname = __progname_full = path ? path : "";
  for (char* p = __progname; *p; ++p)
    if (*p == '/') __progname = p + 1;
}

__attribute__((export_name("_start"))) void _start(void) {
  uint32_t argc, arguments_size, variables, environment_size;
  linux_args_sizes((uintptr_t)&argc, (uintptr_t)&arguments_size);
  linux_environ_sizes((uintptr_t)&variables, (uintptr_t)&environment_size);
  char *argv[argc + 1], *envp[variables + 1], text[arguments_size + environment_size + 1];
  linux_args((uintptr_t)argv, (uintptr_t)text);
  linux_environ((uintptr_t)envp, (uintptr_t)(text + arguments_size));
  argv[argc] = envp[variables] = 0;

  __environ = envp;
  __waggle_argc = argc;
  __waggle_argv = argv;
  libc.auxv = auxiliary;
  libc.page_size = kPageSize;
  init_names(argv[0]);
  init_thread();
  __wasm_call_ctors();
  exit(__main_void());
}
