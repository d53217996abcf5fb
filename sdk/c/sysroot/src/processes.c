// A guest starts no processes: ENOSYS, without an import. What terminals are cleared with works all the same.
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int refuse(void) {
  errno = ENOSYS;
  return -1;
}

pid_t fork(void) { return refuse(); }
pid_t _Fork(void) { return refuse(); }
pid_t vfork(void) { return refuse(); }
int execve(const char* path, char* const argv[], char* const envp[]) { return refuse(); }
int execv(const char* path, char* const argv[]) { return refuse(); }
int execvp(const char* file, char* const argv[]) { return refuse(); }
int execvpe(const char* file, char* const argv[], char* const envp[]) { return refuse(); }
int execl(const char* path, const char* argument, ...) { return refuse(); }
int execle(const char* path, const char* argument, ...) { return refuse(); }
int execlp(const char* file, const char* argument, ...) { return refuse(); }
int fexecve(int fd, char* const argv[], char* const envp[]) { return refuse(); }

int posix_spawn(pid_t* restrict pid, const char* restrict path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* restrict attributes, char* const argv[restrict], char* const envp[restrict]) {
  return ENOSYS;
}

int posix_spawnp(pid_t* restrict pid, const char* restrict file, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* restrict attributes, char* const argv[restrict], char* const envp[restrict]) {
  return ENOSYS;
}

FILE* popen(const char* command, const char* mode) {
  refuse();
  return 0;
}

int pclose(FILE* stream) { return refuse(); }
