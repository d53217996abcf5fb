// What a guest cannot do it is refused with an errno, and nothing is imported for it.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char* what, long result) { printf("%s: %ld %s\n", what, result, strerrorname_np(errno)); }

static void* thread(void* argument) { return argument; }

int main(void) {
  pid_t pid;
  pthread_t id;
  char* const words[] = {"true", NULL};
  say("fork", fork());
  say("vfork", vfork());
  say("execvp", execvp("true", words));
  say("system", system("true"));
  printf("system, is there a shell: %d\n", system(NULL));
  say("popen", popen("true", "r") != NULL);
  printf("posix_spawn: %s\n", strerrorname_np(posix_spawn(&pid, "/bin/true", NULL, NULL, words, environ)));
  say("wait", wait(NULL));
  printf("pthread_create: %s\n", strerrorname_np(pthread_create(&id, NULL, thread, NULL)));
  printf("mlockall: %d, munlockall: %d\n", mlockall(MCL_CURRENT | MCL_FUTURE), munlockall());
  fflush(stdout);
  printf("system clear: %d\n", system("clear"));
  return 0;
}
