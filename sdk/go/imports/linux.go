// Imports of the module "linux". Made by `make gen`; docs/abi/linux.md is the manual.
// SPDX-License-Identifier: Apache-2.0

package imports

// linux_openat: Opens a file or directory. Of the flags, those of access, O_APPEND, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_LARGEFILE, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_SYNC and O_TRUNC count; others are EINVAL.
//
//go:wasmimport linux openat
func linux_openat(dirfd int32, path uint32, flags int32, mode uint32) int64

// linux_close: Closes a descriptor.
//
//go:wasmimport linux close
func linux_close(fd int32) int64

// linux_read: Reads; waits where the descriptor is not O_NONBLOCK.
//
//go:wasmimport linux read
func linux_read(fd int32, buf uint32, count uint32) int64

// linux_readv: Reads into several buffers.
//
//go:wasmimport linux readv
func linux_readv(fd int32, iov uint32, iovcnt uint32) int64

// linux_pread64: Reads at a place.
//
//go:wasmimport linux pread64
func linux_pread64(fd int32, buf uint32, count uint32, offset int64) int64

// linux_write: Writes; waits where the descriptor is not O_NONBLOCK.
//
//go:wasmimport linux write
func linux_write(fd int32, buf uint32, count uint32) int64

// linux_writev: Writes from several buffers.
//
//go:wasmimport linux writev
func linux_writev(fd int32, iov uint32, iovcnt uint32) int64

// linux_pwrite64: Writes at a place.
//
//go:wasmimport linux pwrite64
func linux_pwrite64(fd int32, buf uint32, count uint32, offset int64) int64

// linux_lseek: Moves the file's offset, or the place in a directory's entries.
//
//go:wasmimport linux lseek
func linux_lseek(fd int32, offset int64, whence int32) int64

// linux_fstat: Tells about an open file. Standard output and error are shown as character devices.
//
//go:wasmimport linux fstat
func linux_fstat(fd int32, statbuf uint32) int64

// linux_newfstatat: Tells about a file.
//
//go:wasmimport linux newfstatat
func linux_newfstatat(dirfd int32, path uint32, statbuf uint32, flags int32) int64

// linux_statx: Tells about a file.
//
//go:wasmimport linux statx
func linux_statx(dirfd int32, path uint32, flags int32, mask uint32, statxbuf uint32) int64

// linux_readlinkat: Where a symbolic link leads; cut to the buffer.
//
//go:wasmimport linux readlinkat
func linux_readlinkat(dirfd int32, path uint32, buf uint32, bufsiz uint32) int64

// linux_getdents64: The next entries of a directory.
//
//go:wasmimport linux getdents64
func linux_getdents64(fd int32, dirp uint32, count uint32) int64

// linux_faccessat2: Whether the file can be used. Writing in a read-only tree is EROFS.
//
//go:wasmimport linux faccessat2
func linux_faccessat2(dirfd int32, path uint32, mode int32, flags int32) int64

// linux_unlinkat: Removes a file or an empty directory.
//
//go:wasmimport linux unlinkat
func linux_unlinkat(dirfd int32, path uint32, flags int32) int64

// linux_renameat2: Renames a file or directory.
//
//go:wasmimport linux renameat2
func linux_renameat2(olddirfd int32, oldpath uint32, newdirfd int32, newpath uint32, flags uint32) int64

// linux_mkdirat: Makes a directory.
//
//go:wasmimport linux mkdirat
func linux_mkdirat(dirfd int32, path uint32, mode uint32) int64

// linux_getcwd: Where relative paths start: "/". ENOENT where a directory is granted as ".", which has no name.
//
//go:wasmimport linux getcwd
func linux_getcwd(buf uint32, size uint32) int64

// linux_umask: Permissions that files and directories do not get when they are made. Waggle's own mask counts too.
//
//go:wasmimport linux umask
func linux_umask(mask uint32) int64

// linux_ftruncate: Sets a file's size.
//
//go:wasmimport linux ftruncate
func linux_ftruncate(fd int32, length int64) int64

// linux_fsync: Brings a file or directory to disk.
//
//go:wasmimport linux fsync
func linux_fsync(fd int32) int64

// linux_dup: Another number for the same open file.
//
//go:wasmimport linux dup
func linux_dup(fd int32) int64

// linux_dup3: A certain number for the same open file.
//
//go:wasmimport linux dup3
func linux_dup3(oldfd int32, newfd int32, flags int32) int64

// linux_fcntl: F_DUPFD, F_DUPFD_CLOEXEC, F_GETFL, F_SETFL (O_APPEND, O_NONBLOCK), F_GETFD (always FD_CLOEXEC), F_SETFD (no effect); others are EINVAL.
//
//go:wasmimport linux fcntl
func linux_fcntl(fd int32, cmd int32, arg int32) int64

// linux_pipe2: Makes a pipe.
//
//go:wasmimport linux pipe2
func linux_pipe2(pipefd uint32, flags int32) int64

// linux_statfs: Tells about the file system a file is on.
//
//go:wasmimport linux statfs
func linux_statfs(path uint32, buf uint32) int64

// linux_ioctl: TIOCGWINSZ on terminals; PERF_EVENT_IOC_ENABLE, _DISABLE, _RESET and _SET_BPF on performance events; SIOCGIFINDEX and SIOCGIFNAME on sockets. Others are ENOTTY.
//
//go:wasmimport linux ioctl
func linux_ioctl(fd int32, request uint32, arg uint32) int64

// linux_clock_gettime: Reads a clock.
//
//go:wasmimport linux clock_gettime
func linux_clock_gettime(clockid int32, tp uint32) int64

// linux_clock_getres: The resolution of a clock.
//
//go:wasmimport linux clock_getres
func linux_clock_getres(clockid int32, res uint32) int64

// linux_clock_nanosleep: Sleeps.
//
//go:wasmimport linux clock_nanosleep
func linux_clock_nanosleep(clockid int32, flags int32, req uint32, rem uint32) int64

// linux_nanosleep: Sleeps.
//
//go:wasmimport linux nanosleep
func linux_nanosleep(req uint32, rem uint32) int64

// linux_timerfd_create: Makes a timer that is read and polled.
//
//go:wasmimport linux timerfd_create
func linux_timerfd_create(clockid int32, flags int32) int64

// linux_timerfd_settime: Starts or stops the timer.
//
//go:wasmimport linux timerfd_settime
func linux_timerfd_settime(fd int32, flags int32, new_value uint32, old_value uint32) int64

// linux_timerfd_gettime: When the timer ends.
//
//go:wasmimport linux timerfd_gettime
func linux_timerfd_gettime(fd int32, curr_value uint32) int64

// linux_poll: Waits for descriptors.
//
//go:wasmimport linux poll
func linux_poll(fds uint32, nfds uint32, timeout int32) int64

// linux_ppoll: Waits for descriptors. `tmo_p` is left as it is.
//
//go:wasmimport linux ppoll
func linux_ppoll(fds uint32, nfds uint32, tmo_p uint32, sigmask uint32, sigsetsize uint32) int64

// linux_epoll_create1: Makes a set of descriptors to wait for.
//
//go:wasmimport linux epoll_create1
func linux_epoll_create1(flags int32) int64

// linux_epoll_ctl: Changes the set. Two numbers of one open file are one member; the guest's data comes back as it is.
//
//go:wasmimport linux epoll_ctl
func linux_epoll_ctl(epfd int32, op int32, fd int32, event uint32) int64

// linux_epoll_wait: Waits for the set.
//
//go:wasmimport linux epoll_wait
func linux_epoll_wait(epfd int32, events uint32, maxevents uint32, timeout int32) int64

// linux_epoll_pwait: Waits for the set.
//
//go:wasmimport linux epoll_pwait
func linux_epoll_pwait(epfd int32, events uint32, maxevents uint32, timeout int32, sigmask uint32, sigsetsize uint32) int64

// linux_eventfd2: Makes a counter that is read, written and polled.
//
//go:wasmimport linux eventfd2
func linux_eventfd2(initval uint32, flags int32) int64

// linux_signalfd4: Makes a descriptor that gives pending signals to read, or changes one.
//
//go:wasmimport linux signalfd4
func linux_signalfd4(fd int32, mask uint32, sizemask uint32, flags int32) int64

// linux_args_sizes: How much room `args` needs. No system call: what a process finds on its stack.
//
//go:wasmimport linux args_sizes
func linux_args_sizes(count uint32, bytes uint32) int64

// linux_args: The arguments of the guest, its name first.
//
//go:wasmimport linux args
func linux_args(argv uint32, text uint32) int64

// linux_environ_sizes: How much room `environ` needs.
//
//go:wasmimport linux environ_sizes
func linux_environ_sizes(count uint32, bytes uint32) int64

// linux_environ: The environment of the guest: KEY=VALUE, what waggle was told to give.
//
//go:wasmimport linux environ
func linux_environ(envp uint32, text uint32) int64

// linux_exit: Ends the guest, as exit_group.
//
//go:wasmimport linux exit
func linux_exit(status int32)

// linux_getpid: The process's number, as the host and its BPF programs see it.
//
//go:wasmimport linux getpid
func linux_getpid() int64

// linux_gettid: The thread's number.
//
//go:wasmimport linux gettid
func linux_gettid() int64

// linux_getppid: The parent's number.
//
//go:wasmimport linux getppid
func linux_getppid() int64

// linux_getuid: The real user.
//
//go:wasmimport linux getuid
func linux_getuid() int64

// linux_geteuid: The effective user.
//
//go:wasmimport linux geteuid
func linux_geteuid() int64

// linux_getgid: The real group.
//
//go:wasmimport linux getgid
func linux_getgid() int64

// linux_getegid: The effective group.
//
//go:wasmimport linux getegid
func linux_getegid() int64

// linux_uname: Names of the host and its kernel.
//
//go:wasmimport linux uname
func linux_uname(buf uint32) int64

// linux_sysinfo: Memory, load and age of the host.
//
//go:wasmimport linux sysinfo
func linux_sysinfo(info uint32) int64

// linux_sched_getaffinity: The processors that the guest may run on.
//
//go:wasmimport linux sched_getaffinity
func linux_sched_getaffinity(pid int32, len uint32, mask uint32) int64

// linux_sched_setaffinity: Says on which processors the guest runs.
//
//go:wasmimport linux sched_setaffinity
func linux_sched_setaffinity(pid int32, mask uint32, len uint32) int64

// linux_getcpu: On which processor the guest is.
//
//go:wasmimport linux getcpu
func linux_getcpu(cpu uint32, node uint32) int64

// linux_getrusage: What waggle has used of the host for the guest.
//
//go:wasmimport linux getrusage
func linux_getrusage(who int32, usage uint32) int64

// linux_setitimer: Sets the guest's alarm clock, which raises SIGALRM.
//
//go:wasmimport linux setitimer
func linux_setitimer(which int32, new_value uint32, old_value uint32) int64

// linux_getitimer: When the alarm clock rings next.
//
//go:wasmimport linux getitimer
func linux_getitimer(which int32, curr_value uint32) int64

// linux_prlimit64: The host's limit of a resource. Setting RLIMIT_MEMLOCK does nothing, since the host locks what maps need; setting others is EPERM.
//
//go:wasmimport linux prlimit64
func linux_prlimit64(pid int32, resource int32, new_limit uint32, old_limit uint32) int64

// linux_getrandom: Random numbers from the kernel.
//
//go:wasmimport linux getrandom
func linux_getrandom(buf uint32, buflen uint32, flags uint32) int64

// linux_rt_sigaction: Whether a signal is ignored, handled, or has its default action.
//
//go:wasmimport linux rt_sigaction
func linux_rt_sigaction(sig int32, act uint32, oldact uint32, sigsetsize uint32) int64

// linux_rt_sigprocmask: Which signals are blocked.
//
//go:wasmimport linux rt_sigprocmask
func linux_rt_sigprocmask(how int32, set uint32, oldset uint32, sigsetsize uint32) int64

// linux_kill: Sends the guest a signal of its own.
//
//go:wasmimport linux kill
func linux_kill(pid int32, sig int32) int64

// linux_tgkill: Sends the guest a signal of its own.
//
//go:wasmimport linux tgkill
func linux_tgkill(tgid int32, tid int32, sig int32) int64

// linux_next_signal: A signal whose handler is to be called, taken from those that are pending and not blocked. No system call: a libc asks after each call that failed with EINTR, sent a signal or unblocked one.
//
//go:wasmimport linux next_signal
func linux_next_signal() int64

// linux_socket: Makes a socket; needs the grant of its family.
//
//go:wasmimport linux socket
func linux_socket(domain int32, type int32, protocol int32) int64

// linux_socketpair: Makes two connected Unix sockets.
//
//go:wasmimport linux socketpair
func linux_socketpair(domain int32, type int32, protocol int32, sv uint32) int64

// linux_bind: Gives a socket its address.
//
//go:wasmimport linux bind
func linux_bind(fd int32, addr uint32, addrlen uint32) int64

// linux_connect: Connects a socket.
//
//go:wasmimport linux connect
func linux_connect(fd int32, addr uint32, addrlen uint32) int64

// linux_listen: Lets a socket accept connections.
//
//go:wasmimport linux listen
func linux_listen(fd int32, backlog int32) int64

// linux_accept4: Takes a connection.
//
//go:wasmimport linux accept4
func linux_accept4(fd int32, addr uint32, addrlen uint32, flags int32) int64

// linux_getsockname: A socket's own address.
//
//go:wasmimport linux getsockname
func linux_getsockname(fd int32, addr uint32, addrlen uint32) int64

// linux_getpeername: The address of a socket's peer.
//
//go:wasmimport linux getpeername
func linux_getpeername(fd int32, addr uint32, addrlen uint32) int64

// linux_setsockopt: Sets an option. SO_ATTACH_BPF and SO_ATTACH_REUSEPORT_EBPF take a descriptor of the guest.
//
//go:wasmimport linux setsockopt
func linux_setsockopt(fd int32, level int32, optname int32, optval uint32, optlen uint32) int64

// linux_getsockopt: Reads an option.
//
//go:wasmimport linux getsockopt
func linux_getsockopt(fd int32, level int32, optname int32, optval uint32, optlen uint32) int64

// linux_shutdown: Ends one or both directions of a connection.
//
//go:wasmimport linux shutdown
func linux_shutdown(fd int32, how int32) int64

// linux_sendto: Sends. A broken connection is EPIPE and no signal.
//
//go:wasmimport linux sendto
func linux_sendto(fd int32, buf uint32, len uint32, flags int32, dest_addr uint32, addrlen uint32) int64

// linux_recvfrom: Receives.
//
//go:wasmimport linux recvfrom
func linux_recvfrom(fd int32, buf uint32, len uint32, flags int32, src_addr uint32, addrlen uint32) int64

// linux_sendmsg: Sends. Control messages of SOL_SOCKET are EPERM.
//
//go:wasmimport linux sendmsg
func linux_sendmsg(fd int32, msg uint32, flags int32) int64

// linux_recvmsg: Receives. Descriptors that come with a message are closed.
//
//go:wasmimport linux recvmsg
func linux_recvmsg(fd int32, msg uint32, flags int32) int64

// linux_perf_event_open: Opens a performance event. Its type is one of the kernel's own six: those with numbers of their own, which name probes by address, are EPERM, and so are events that raise signals.
//
//go:wasmimport linux perf_event_open
func linux_perf_event_open(attr uint32, pid int32, cpu int32, group_fd int32, flags uint32) int64

// linux_unserved: Answers -ENOSYS; with `-v` waggle names the call, once. What a libc makes of calls that are not in this table.
//
//go:wasmimport linux unserved
func linux_unserved(number uint32) int64
