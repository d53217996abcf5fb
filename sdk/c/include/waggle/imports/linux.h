/* Imports of the module "linux". Made by `make gen`; docs/abi/linux.md is the manual.
 * SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef WAGGLE_PTR
#define WAGGLE_PTR
/* An address in linear memory has 32 bits, also where the guest's own pointers have 64. */
#if __SIZEOF_POINTER__ == 4
typedef const void* waggle_ptr;
#else
typedef uint32_t waggle_ptr;
#endif
#endif

/* Opens a file or directory. Of the flags, those of access, O_APPEND, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_LARGEFILE, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_SYNC and O_TRUNC count; others are EINVAL. */
__attribute__((import_module("linux"), import_name("openat")))
int64_t linux_openat(int32_t dirfd, waggle_ptr path, int32_t flags, uint32_t mode);

/* Closes a descriptor. */
__attribute__((import_module("linux"), import_name("close")))
int64_t linux_close(int32_t fd);

/* Reads; waits where the descriptor is not O_NONBLOCK. */
__attribute__((import_module("linux"), import_name("read")))
int64_t linux_read(int32_t fd, waggle_ptr buf, uint32_t count);

/* Reads into several buffers. */
__attribute__((import_module("linux"), import_name("readv")))
int64_t linux_readv(int32_t fd, waggle_ptr iov, uint32_t iovcnt);

/* Reads at a place. */
__attribute__((import_module("linux"), import_name("pread64")))
int64_t linux_pread64(int32_t fd, waggle_ptr buf, uint32_t count, int64_t offset);

/* Writes; waits where the descriptor is not O_NONBLOCK. */
__attribute__((import_module("linux"), import_name("write")))
int64_t linux_write(int32_t fd, waggle_ptr buf, uint32_t count);

/* Writes from several buffers. */
__attribute__((import_module("linux"), import_name("writev")))
int64_t linux_writev(int32_t fd, waggle_ptr iov, uint32_t iovcnt);

/* Writes at a place. */
__attribute__((import_module("linux"), import_name("pwrite64")))
int64_t linux_pwrite64(int32_t fd, waggle_ptr buf, uint32_t count, int64_t offset);

/* Moves the file's offset, or the place in a directory's entries. */
__attribute__((import_module("linux"), import_name("lseek")))
int64_t linux_lseek(int32_t fd, int64_t offset, int32_t whence);

/* Tells about an open file. Standard output and error are shown as character devices. */
__attribute__((import_module("linux"), import_name("fstat")))
int64_t linux_fstat(int32_t fd, waggle_ptr statbuf);

/* Tells about a file. */
__attribute__((import_module("linux"), import_name("newfstatat")))
int64_t linux_newfstatat(int32_t dirfd, waggle_ptr path, waggle_ptr statbuf, int32_t flags);

/* Tells about a file. */
__attribute__((import_module("linux"), import_name("statx")))
int64_t linux_statx(int32_t dirfd, waggle_ptr path, int32_t flags, uint32_t mask, waggle_ptr statxbuf);

/* Where a symbolic link leads; cut to the buffer. */
__attribute__((import_module("linux"), import_name("readlinkat")))
int64_t linux_readlinkat(int32_t dirfd, waggle_ptr path, waggle_ptr buf, uint32_t bufsiz);

/* The next entries of a directory. */
__attribute__((import_module("linux"), import_name("getdents64")))
int64_t linux_getdents64(int32_t fd, waggle_ptr dirp, uint32_t count);

/* Whether the file can be used. Writing in a read-only tree is EROFS. */
__attribute__((import_module("linux"), import_name("faccessat2")))
int64_t linux_faccessat2(int32_t dirfd, waggle_ptr path, int32_t mode, int32_t flags);

/* Removes a file or an empty directory. */
__attribute__((import_module("linux"), import_name("unlinkat")))
int64_t linux_unlinkat(int32_t dirfd, waggle_ptr path, int32_t flags);

/* Renames a file or directory. */
__attribute__((import_module("linux"), import_name("renameat2")))
int64_t linux_renameat2(int32_t olddirfd, waggle_ptr oldpath, int32_t newdirfd, waggle_ptr newpath, uint32_t flags);

/* Makes a directory. */
__attribute__((import_module("linux"), import_name("mkdirat")))
int64_t linux_mkdirat(int32_t dirfd, waggle_ptr path, uint32_t mode);

/* Where relative paths start: "/". ENOENT where a directory is granted as ".", which has no name. */
__attribute__((import_module("linux"), import_name("getcwd")))
int64_t linux_getcwd(waggle_ptr buf, uint32_t size);

/* Permissions that files and directories do not get when they are made. Waggle's own mask counts too. */
__attribute__((import_module("linux"), import_name("umask")))
int64_t linux_umask(uint32_t mask);

/* Sets a file's size. */
__attribute__((import_module("linux"), import_name("ftruncate")))
int64_t linux_ftruncate(int32_t fd, int64_t length);

/* Brings a file or directory to disk. */
__attribute__((import_module("linux"), import_name("fsync")))
int64_t linux_fsync(int32_t fd);

/* Another number for the same open file. */
__attribute__((import_module("linux"), import_name("dup")))
int64_t linux_dup(int32_t fd);

/* A certain number for the same open file. */
__attribute__((import_module("linux"), import_name("dup3")))
int64_t linux_dup3(int32_t oldfd, int32_t newfd, int32_t flags);

/* F_DUPFD, F_DUPFD_CLOEXEC, F_GETFL, F_SETFL (O_APPEND, O_NONBLOCK), F_GETFD (always FD_CLOEXEC), F_SETFD (no effect); others are EINVAL. */
__attribute__((import_module("linux"), import_name("fcntl")))
int64_t linux_fcntl(int32_t fd, int32_t cmd, int32_t arg);

/* Makes a pipe. */
__attribute__((import_module("linux"), import_name("pipe2")))
int64_t linux_pipe2(waggle_ptr pipefd, int32_t flags);

/* Tells about the file system a file is on. */
__attribute__((import_module("linux"), import_name("statfs")))
int64_t linux_statfs(waggle_ptr path, waggle_ptr buf);

/* TIOCGWINSZ on terminals; PERF_EVENT_IOC_ENABLE, _DISABLE, _RESET and _SET_BPF on performance events; SIOCGIFINDEX and SIOCGIFNAME on sockets. Others are ENOTTY. */
__attribute__((import_module("linux"), import_name("ioctl")))
int64_t linux_ioctl(int32_t fd, uint32_t request, waggle_ptr arg);

/* Reads a clock. */
__attribute__((import_module("linux"), import_name("clock_gettime")))
int64_t linux_clock_gettime(int32_t clockid, waggle_ptr tp);

/* The resolution of a clock. */
__attribute__((import_module("linux"), import_name("clock_getres")))
int64_t linux_clock_getres(int32_t clockid, waggle_ptr res);

/* Sleeps. */
__attribute__((import_module("linux"), import_name("clock_nanosleep")))
int64_t linux_clock_nanosleep(int32_t clockid, int32_t flags, waggle_ptr req, waggle_ptr rem);

/* Sleeps. */
__attribute__((import_module("linux"), import_name("nanosleep")))
int64_t linux_nanosleep(waggle_ptr req, waggle_ptr rem);

/* Makes a timer that is read and polled. */
__attribute__((import_module("linux"), import_name("timerfd_create")))
int64_t linux_timerfd_create(int32_t clockid, int32_t flags);

/* Starts or stops the timer. */
__attribute__((import_module("linux"), import_name("timerfd_settime")))
int64_t linux_timerfd_settime(int32_t fd, int32_t flags, waggle_ptr new_value, waggle_ptr old_value);

/* When the timer ends. */
__attribute__((import_module("linux"), import_name("timerfd_gettime")))
int64_t linux_timerfd_gettime(int32_t fd, waggle_ptr curr_value);

/* Waits for descriptors. */
__attribute__((import_module("linux"), import_name("poll")))
int64_t linux_poll(waggle_ptr fds, uint32_t nfds, int32_t timeout);

/* Waits for descriptors. `tmo_p` is left as it is. */
__attribute__((import_module("linux"), import_name("ppoll")))
int64_t linux_ppoll(waggle_ptr fds, uint32_t nfds, waggle_ptr tmo_p, waggle_ptr sigmask, uint32_t sigsetsize);

/* Makes a set of descriptors to wait for. */
__attribute__((import_module("linux"), import_name("epoll_create1")))
int64_t linux_epoll_create1(int32_t flags);

/* Changes the set. Two numbers of one open file are one member; the guest's data comes back as it is. */
__attribute__((import_module("linux"), import_name("epoll_ctl")))
int64_t linux_epoll_ctl(int32_t epfd, int32_t op, int32_t fd, waggle_ptr event);

/* Waits for the set. */
__attribute__((import_module("linux"), import_name("epoll_wait")))
int64_t linux_epoll_wait(int32_t epfd, waggle_ptr events, uint32_t maxevents, int32_t timeout);

/* Waits for the set. */
__attribute__((import_module("linux"), import_name("epoll_pwait")))
int64_t linux_epoll_pwait(int32_t epfd, waggle_ptr events, uint32_t maxevents, int32_t timeout, waggle_ptr sigmask, uint32_t sigsetsize);

/* Makes a counter that is read, written and polled. */
__attribute__((import_module("linux"), import_name("eventfd2")))
int64_t linux_eventfd2(uint32_t initval, int32_t flags);

/* Makes a descriptor that gives pending signals to read, or changes one. */
__attribute__((import_module("linux"), import_name("signalfd4")))
int64_t linux_signalfd4(int32_t fd, waggle_ptr mask, uint32_t sizemask, int32_t flags);

/* How much room `args` needs. No system call: what a process finds on its stack. */
__attribute__((import_module("linux"), import_name("args_sizes")))
int64_t linux_args_sizes(waggle_ptr count, waggle_ptr bytes);

/* The arguments of the guest, its name first. */
__attribute__((import_module("linux"), import_name("args")))
int64_t linux_args(waggle_ptr argv, waggle_ptr text);

/* How much room `environ` needs. */
__attribute__((import_module("linux"), import_name("environ_sizes")))
int64_t linux_environ_sizes(waggle_ptr count, waggle_ptr bytes);

/* The environment of the guest: KEY=VALUE, what waggle was told to give. */
__attribute__((import_module("linux"), import_name("environ")))
int64_t linux_environ(waggle_ptr envp, waggle_ptr text);

/* Ends the guest, as exit_group. */
__attribute__((import_module("linux"), import_name("exit")))
void linux_exit(int32_t status);

/* The process's number, as the host and its BPF programs see it. */
__attribute__((import_module("linux"), import_name("getpid")))
int64_t linux_getpid(void);

/* The thread's number. */
__attribute__((import_module("linux"), import_name("gettid")))
int64_t linux_gettid(void);

/* The parent's number. */
__attribute__((import_module("linux"), import_name("getppid")))
int64_t linux_getppid(void);

/* The real user. */
__attribute__((import_module("linux"), import_name("getuid")))
int64_t linux_getuid(void);

/* The effective user. */
__attribute__((import_module("linux"), import_name("geteuid")))
int64_t linux_geteuid(void);

/* The real group. */
__attribute__((import_module("linux"), import_name("getgid")))
int64_t linux_getgid(void);

/* The effective group. */
__attribute__((import_module("linux"), import_name("getegid")))
int64_t linux_getegid(void);

/* Names of the host and its kernel. */
__attribute__((import_module("linux"), import_name("uname")))
int64_t linux_uname(waggle_ptr buf);

/* Memory, load and age of the host. */
__attribute__((import_module("linux"), import_name("sysinfo")))
int64_t linux_sysinfo(waggle_ptr info);

/* The processors that the guest may run on. */
__attribute__((import_module("linux"), import_name("sched_getaffinity")))
int64_t linux_sched_getaffinity(int32_t pid, uint32_t len, waggle_ptr mask);

/* Says on which processors the guest runs. */
__attribute__((import_module("linux"), import_name("sched_setaffinity")))
int64_t linux_sched_setaffinity(int32_t pid, waggle_ptr mask, uint32_t len);

/* On which processor the guest is. */
__attribute__((import_module("linux"), import_name("getcpu")))
int64_t linux_getcpu(waggle_ptr cpu, waggle_ptr node);

/* What waggle has used of the host for the guest. */
__attribute__((import_module("linux"), import_name("getrusage")))
int64_t linux_getrusage(int32_t who, waggle_ptr usage);

/* Sets the guest's alarm clock, which raises SIGALRM. */
__attribute__((import_module("linux"), import_name("setitimer")))
int64_t linux_setitimer(int32_t which, waggle_ptr new_value, waggle_ptr old_value);

/* When the alarm clock rings next. */
__attribute__((import_module("linux"), import_name("getitimer")))
int64_t linux_getitimer(int32_t which, waggle_ptr curr_value);

/* The host's limit of a resource. Setting RLIMIT_MEMLOCK does nothing, since the host locks what maps need; setting others is EPERM. */
__attribute__((import_module("linux"), import_name("prlimit64")))
int64_t linux_prlimit64(int32_t pid, int32_t resource, waggle_ptr new_limit, waggle_ptr old_limit);

/* Random numbers from the kernel. */
__attribute__((import_module("linux"), import_name("getrandom")))
int64_t linux_getrandom(waggle_ptr buf, uint32_t buflen, uint32_t flags);

/* Whether a signal is ignored, handled, or has its default action. */
__attribute__((import_module("linux"), import_name("rt_sigaction")))
int64_t linux_rt_sigaction(int32_t sig, waggle_ptr act, waggle_ptr oldact, uint32_t sigsetsize);

/* Which signals are blocked. */
__attribute__((import_module("linux"), import_name("rt_sigprocmask")))
int64_t linux_rt_sigprocmask(int32_t how, waggle_ptr set, waggle_ptr oldset, uint32_t sigsetsize);

/* Sends the guest a signal of its own. */
__attribute__((import_module("linux"), import_name("kill")))
int64_t linux_kill(int32_t pid, int32_t sig);

/* Sends the guest a signal of its own. */
__attribute__((import_module("linux"), import_name("tgkill")))
int64_t linux_tgkill(int32_t tgid, int32_t tid, int32_t sig);

/* A signal whose handler is to be called, taken from those that are pending and not blocked. No system call: a libc asks after each call that failed with EINTR, sent a signal or unblocked one. */
__attribute__((import_module("linux"), import_name("next_signal")))
int64_t linux_next_signal(void);

/* Makes a socket; needs the grant of its family. */
__attribute__((import_module("linux"), import_name("socket")))
int64_t linux_socket(int32_t domain, int32_t type, int32_t protocol);

/* Makes two connected Unix sockets. */
__attribute__((import_module("linux"), import_name("socketpair")))
int64_t linux_socketpair(int32_t domain, int32_t type, int32_t protocol, waggle_ptr sv);

/* Gives a socket its address. */
__attribute__((import_module("linux"), import_name("bind")))
int64_t linux_bind(int32_t fd, waggle_ptr addr, uint32_t addrlen);

/* Connects a socket. */
__attribute__((import_module("linux"), import_name("connect")))
int64_t linux_connect(int32_t fd, waggle_ptr addr, uint32_t addrlen);

/* Lets a socket accept connections. */
__attribute__((import_module("linux"), import_name("listen")))
int64_t linux_listen(int32_t fd, int32_t backlog);

/* Takes a connection. */
__attribute__((import_module("linux"), import_name("accept4")))
int64_t linux_accept4(int32_t fd, waggle_ptr addr, waggle_ptr addrlen, int32_t flags);

/* A socket's own address. */
__attribute__((import_module("linux"), import_name("getsockname")))
int64_t linux_getsockname(int32_t fd, waggle_ptr addr, waggle_ptr addrlen);

/* The address of a socket's peer. */
__attribute__((import_module("linux"), import_name("getpeername")))
int64_t linux_getpeername(int32_t fd, waggle_ptr addr, waggle_ptr addrlen);

/* Sets an option. SO_ATTACH_BPF and SO_ATTACH_REUSEPORT_EBPF take a descriptor of the guest. */
__attribute__((import_module("linux"), import_name("setsockopt")))
int64_t linux_setsockopt(int32_t fd, int32_t level, int32_t optname, waggle_ptr optval, uint32_t optlen);

/* Reads an option. */
__attribute__((import_module("linux"), import_name("getsockopt")))
int64_t linux_getsockopt(int32_t fd, int32_t level, int32_t optname, waggle_ptr optval, waggle_ptr optlen);

/* Ends one or both directions of a connection. */
__attribute__((import_module("linux"), import_name("shutdown")))
int64_t linux_shutdown(int32_t fd, int32_t how);

/* Sends. A broken connection is EPIPE and no signal. */
__attribute__((import_module("linux"), import_name("sendto")))
int64_t linux_sendto(int32_t fd, waggle_ptr buf, uint32_t len, int32_t flags, waggle_ptr dest_addr, uint32_t addrlen);

/* Receives. */
__attribute__((import_module("linux"), import_name("recvfrom")))
int64_t linux_recvfrom(int32_t fd, waggle_ptr buf, uint32_t len, int32_t flags, waggle_ptr src_addr, waggle_ptr addrlen);

/* Sends. Control messages of SOL_SOCKET are EPERM. */
__attribute__((import_module("linux"), import_name("sendmsg")))
int64_t linux_sendmsg(int32_t fd, waggle_ptr msg, int32_t flags);

/* Receives. Descriptors that come with a message are closed. */
__attribute__((import_module("linux"), import_name("recvmsg")))
int64_t linux_recvmsg(int32_t fd, waggle_ptr msg, int32_t flags);

/* Opens a performance event. Its type is one of the kernel's own six: those with numbers of their own, which name probes by address, are EPERM, and so are events that raise signals. */
__attribute__((import_module("linux"), import_name("perf_event_open")))
int64_t linux_perf_event_open(waggle_ptr attr, int32_t pid, int32_t cpu, int32_t group_fd, uint32_t flags);

/* Answers -ENOSYS; with `-v` waggle names the call, once. What a libc makes of calls that are not in this table. */
__attribute__((import_module("linux"), import_name("unserved")))
int64_t linux_unserved(uint32_t number);

#ifdef __cplusplus
}
#endif
