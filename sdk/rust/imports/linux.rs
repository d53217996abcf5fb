// Imports of the module "linux". Made by `make gen`; docs/abi/linux.md is the manual.
// SPDX-License-Identifier: Apache-2.0
#[link(wasm_import_module = "linux")]
unsafe extern "C" {
    /// Opens a file or directory. Of the flags, those of access, O_APPEND, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_LARGEFILE, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_SYNC and O_TRUNC count; others are EINVAL.
    #[link_name = "openat"]
    pub fn linux_openat(dirfd: i32, path: u32, flags: i32, mode: u32) -> i64;
    /// Closes a descriptor.
    #[link_name = "close"]
    pub fn linux_close(fd: i32) -> i64;
    /// Reads; waits where the descriptor is not O_NONBLOCK.
    #[link_name = "read"]
    pub fn linux_read(fd: i32, buf: u32, count: u32) -> i64;
    /// Reads into several buffers.
    #[link_name = "readv"]
    pub fn linux_readv(fd: i32, iov: u32, iovcnt: u32) -> i64;
    /// Reads at a place.
    #[link_name = "pread64"]
    pub fn linux_pread64(fd: i32, buf: u32, count: u32, offset: i64) -> i64;
    /// Writes; waits where the descriptor is not O_NONBLOCK.
    #[link_name = "write"]
    pub fn linux_write(fd: i32, buf: u32, count: u32) -> i64;
    /// Writes from several buffers.
    #[link_name = "writev"]
    pub fn linux_writev(fd: i32, iov: u32, iovcnt: u32) -> i64;
    /// Writes at a place.
    #[link_name = "pwrite64"]
    pub fn linux_pwrite64(fd: i32, buf: u32, count: u32, offset: i64) -> i64;
    /// Moves the file's offset, or the place in a directory's entries.
    #[link_name = "lseek"]
    pub fn linux_lseek(fd: i32, offset: i64, whence: i32) -> i64;
    /// Tells about an open file. Standard output and error are shown as character devices.
    #[link_name = "fstat"]
    pub fn linux_fstat(fd: i32, statbuf: u32) -> i64;
    /// Tells about a file.
    #[link_name = "newfstatat"]
    pub fn linux_newfstatat(dirfd: i32, path: u32, statbuf: u32, flags: i32) -> i64;
    /// Tells about a file.
    #[link_name = "statx"]
    pub fn linux_statx(dirfd: i32, path: u32, flags: i32, mask: u32, statxbuf: u32) -> i64;
    /// Where a symbolic link leads; cut to the buffer.
    #[link_name = "readlinkat"]
    pub fn linux_readlinkat(dirfd: i32, path: u32, buf: u32, bufsiz: u32) -> i64;
    /// The next entries of a directory.
    #[link_name = "getdents64"]
    pub fn linux_getdents64(fd: i32, dirp: u32, count: u32) -> i64;
    /// Whether the file can be used. Writing in a read-only tree is EROFS.
    #[link_name = "faccessat2"]
    pub fn linux_faccessat2(dirfd: i32, path: u32, mode: i32, flags: i32) -> i64;
    /// Removes a file or an empty directory.
    #[link_name = "unlinkat"]
    pub fn linux_unlinkat(dirfd: i32, path: u32, flags: i32) -> i64;
    /// Renames a file or directory.
    #[link_name = "renameat2"]
    pub fn linux_renameat2(olddirfd: i32, oldpath: u32, newdirfd: i32, newpath: u32, flags: u32) -> i64;
    /// Makes a directory.
    #[link_name = "mkdirat"]
    pub fn linux_mkdirat(dirfd: i32, path: u32, mode: u32) -> i64;
    /// Where relative paths start: "/". ENOENT where a directory is granted as ".", which has no name.
    #[link_name = "getcwd"]
    pub fn linux_getcwd(buf: u32, size: u32) -> i64;
    /// Permissions that files and directories do not get when they are made. Waggle's own mask counts too.
    #[link_name = "umask"]
    pub fn linux_umask(mask: u32) -> i64;
    /// Sets a file's size.
    #[link_name = "ftruncate"]
    pub fn linux_ftruncate(fd: i32, length: i64) -> i64;
    /// Brings a file or directory to disk.
    #[link_name = "fsync"]
    pub fn linux_fsync(fd: i32) -> i64;
    /// Another number for the same open file.
    #[link_name = "dup"]
    pub fn linux_dup(fd: i32) -> i64;
    /// A certain number for the same open file.
    #[link_name = "dup3"]
    pub fn linux_dup3(oldfd: i32, newfd: i32, flags: i32) -> i64;
    /// F_DUPFD, F_DUPFD_CLOEXEC, F_GETFL, F_SETFL (O_APPEND, O_NONBLOCK), F_GETFD (always FD_CLOEXEC), F_SETFD (no effect); others are EINVAL.
    #[link_name = "fcntl"]
    pub fn linux_fcntl(fd: i32, cmd: i32, arg: i32) -> i64;
    /// Makes a pipe.
    #[link_name = "pipe2"]
    pub fn linux_pipe2(pipefd: u32, flags: i32) -> i64;
    /// Tells about the file system a file is on.
    #[link_name = "statfs"]
    pub fn linux_statfs(path: u32, buf: u32) -> i64;
    /// TIOCGWINSZ on terminals; PERF_EVENT_IOC_ENABLE, _DISABLE, _RESET and _SET_BPF on performance events; SIOCGIFINDEX and SIOCGIFNAME on sockets. Others are ENOTTY.
    #[link_name = "ioctl"]
    pub fn linux_ioctl(fd: i32, request: u32, arg: u32) -> i64;
    /// Reads a clock.
    #[link_name = "clock_gettime"]
    pub fn linux_clock_gettime(clockid: i32, tp: u32) -> i64;
    /// The resolution of a clock.
    #[link_name = "clock_getres"]
    pub fn linux_clock_getres(clockid: i32, res: u32) -> i64;
    /// Sleeps.
    #[link_name = "clock_nanosleep"]
    pub fn linux_clock_nanosleep(clockid: i32, flags: i32, req: u32, rem: u32) -> i64;
    /// Sleeps.
    #[link_name = "nanosleep"]
    pub fn linux_nanosleep(req: u32, rem: u32) -> i64;
    /// Makes a timer that is read and polled.
    #[link_name = "timerfd_create"]
    pub fn linux_timerfd_create(clockid: i32, flags: i32) -> i64;
    /// Starts or stops the timer.
    #[link_name = "timerfd_settime"]
    pub fn linux_timerfd_settime(fd: i32, flags: i32, new_value: u32, old_value: u32) -> i64;
    /// When the timer ends.
    #[link_name = "timerfd_gettime"]
    pub fn linux_timerfd_gettime(fd: i32, curr_value: u32) -> i64;
    /// Waits for descriptors.
    #[link_name = "poll"]
    pub fn linux_poll(fds: u32, nfds: u32, timeout: i32) -> i64;
    /// Waits for descriptors. `tmo_p` is left as it is.
    #[link_name = "ppoll"]
    pub fn linux_ppoll(fds: u32, nfds: u32, tmo_p: u32, sigmask: u32, sigsetsize: u32) -> i64;
    /// Makes a set of descriptors to wait for.
    #[link_name = "epoll_create1"]
    pub fn linux_epoll_create1(flags: i32) -> i64;
    /// Changes the set. Two numbers of one open file are one member; the guest's data comes back as it is.
    #[link_name = "epoll_ctl"]
    pub fn linux_epoll_ctl(epfd: i32, op: i32, fd: i32, event: u32) -> i64;
    /// Waits for the set.
    #[link_name = "epoll_wait"]
    pub fn linux_epoll_wait(epfd: i32, events: u32, maxevents: u32, timeout: i32) -> i64;
    /// Waits for the set.
    #[link_name = "epoll_pwait"]
    pub fn linux_epoll_pwait(epfd: i32, events: u32, maxevents: u32, timeout: i32, sigmask: u32, sigsetsize: u32) -> i64;
    /// Makes a counter that is read, written and polled.
    #[link_name = "eventfd2"]
    pub fn linux_eventfd2(initval: u32, flags: i32) -> i64;
    /// Makes a descriptor that gives pending signals to read, or changes one.
    #[link_name = "signalfd4"]
    pub fn linux_signalfd4(fd: i32, mask: u32, sizemask: u32, flags: i32) -> i64;
    /// How much room `args` needs. No system call: what a process finds on its stack.
    #[link_name = "args_sizes"]
    pub fn linux_args_sizes(count: u32, bytes: u32) -> i64;
    /// The arguments of the guest, its name first.
    #[link_name = "args"]
    pub fn linux_args(argv: u32, text: u32) -> i64;
    /// How much room `environ` needs.
    #[link_name = "environ_sizes"]
    pub fn linux_environ_sizes(count: u32, bytes: u32) -> i64;
    /// The environment of the guest: KEY=VALUE, what waggle was told to give.
    #[link_name = "environ"]
    pub fn linux_environ(envp: u32, text: u32) -> i64;
    /// Ends the guest, as exit_group.
    #[link_name = "exit"]
    pub fn linux_exit(status: i32) -> ();
    /// The process's number, as the host and its BPF programs see it.
    #[link_name = "getpid"]
    pub fn linux_getpid() -> i64;
    /// The thread's number.
    #[link_name = "gettid"]
    pub fn linux_gettid() -> i64;
    /// The parent's number.
    #[link_name = "getppid"]
    pub fn linux_getppid() -> i64;
    /// The real user.
    #[link_name = "getuid"]
    pub fn linux_getuid() -> i64;
    /// The effective user.
    #[link_name = "geteuid"]
    pub fn linux_geteuid() -> i64;
    /// The real group.
    #[link_name = "getgid"]
    pub fn linux_getgid() -> i64;
    /// The effective group.
    #[link_name = "getegid"]
    pub fn linux_getegid() -> i64;
    /// Names of the host and its kernel.
    #[link_name = "uname"]
    pub fn linux_uname(buf: u32) -> i64;
    /// Memory, load and age of the host.
    #[link_name = "sysinfo"]
    pub fn linux_sysinfo(info: u32) -> i64;
    /// The processors that the guest may run on.
    #[link_name = "sched_getaffinity"]
    pub fn linux_sched_getaffinity(pid: i32, len: u32, mask: u32) -> i64;
    /// Says on which processors the guest runs.
    #[link_name = "sched_setaffinity"]
    pub fn linux_sched_setaffinity(pid: i32, mask: u32, len: u32) -> i64;
    /// On which processor the guest is.
    #[link_name = "getcpu"]
    pub fn linux_getcpu(cpu: u32, node: u32) -> i64;
    /// What waggle has used of the host for the guest.
    #[link_name = "getrusage"]
    pub fn linux_getrusage(who: i32, usage: u32) -> i64;
    /// Sets the guest's alarm clock, which raises SIGALRM.
    #[link_name = "setitimer"]
    pub fn linux_setitimer(which: i32, new_value: u32, old_value: u32) -> i64;
    /// When the alarm clock rings next.
    #[link_name = "getitimer"]
    pub fn linux_getitimer(which: i32, curr_value: u32) -> i64;
    /// The host's limit of a resource. Setting RLIMIT_MEMLOCK does nothing, since the host locks what maps need; setting others is EPERM.
    #[link_name = "prlimit64"]
    pub fn linux_prlimit64(pid: i32, resource: i32, new_limit: u32, old_limit: u32) -> i64;
    /// Random numbers from the kernel.
    #[link_name = "getrandom"]
    pub fn linux_getrandom(buf: u32, buflen: u32, flags: u32) -> i64;
    /// Whether a signal is ignored, handled, or has its default action.
    #[link_name = "rt_sigaction"]
    pub fn linux_rt_sigaction(sig: i32, act: u32, oldact: u32, sigsetsize: u32) -> i64;
    /// Which signals are blocked.
    #[link_name = "rt_sigprocmask"]
    pub fn linux_rt_sigprocmask(how: i32, set: u32, oldset: u32, sigsetsize: u32) -> i64;
    /// Sends the guest a signal of its own.
    #[link_name = "kill"]
    pub fn linux_kill(pid: i32, sig: i32) -> i64;
    /// Sends the guest a signal of its own.
    #[link_name = "tgkill"]
    pub fn linux_tgkill(tgid: i32, tid: i32, sig: i32) -> i64;
    /// A signal whose handler is to be called, taken from those that are pending and not blocked. No system call: a libc asks after each call that failed with EINTR, sent a signal or unblocked one.
    #[link_name = "next_signal"]
    pub fn linux_next_signal() -> i64;
    /// Makes a socket; needs the grant of its family.
    #[link_name = "socket"]
    pub fn linux_socket(domain: i32, type: i32, protocol: i32) -> i64;
    /// Makes two connected Unix sockets.
    #[link_name = "socketpair"]
    pub fn linux_socketpair(domain: i32, type: i32, protocol: i32, sv: u32) -> i64;
    /// Gives a socket its address.
    #[link_name = "bind"]
    pub fn linux_bind(fd: i32, addr: u32, addrlen: u32) -> i64;
    /// Connects a socket.
    #[link_name = "connect"]
    pub fn linux_connect(fd: i32, addr: u32, addrlen: u32) -> i64;
    /// Lets a socket accept connections.
    #[link_name = "listen"]
    pub fn linux_listen(fd: i32, backlog: i32) -> i64;
    /// Takes a connection.
    #[link_name = "accept4"]
    pub fn linux_accept4(fd: i32, addr: u32, addrlen: u32, flags: i32) -> i64;
    /// A socket's own address.
    #[link_name = "getsockname"]
    pub fn linux_getsockname(fd: i32, addr: u32, addrlen: u32) -> i64;
    /// The address of a socket's peer.
    #[link_name = "getpeername"]
    pub fn linux_getpeername(fd: i32, addr: u32, addrlen: u32) -> i64;
    /// Sets an option. SO_ATTACH_BPF and SO_ATTACH_REUSEPORT_EBPF take a descriptor of the guest.
    #[link_name = "setsockopt"]
    pub fn linux_setsockopt(fd: i32, level: i32, optname: i32, optval: u32, optlen: u32) -> i64;
    /// Reads an option.
    #[link_name = "getsockopt"]
    pub fn linux_getsockopt(fd: i32, level: i32, optname: i32, optval: u32, optlen: u32) -> i64;
    /// Ends one or both directions of a connection.
    #[link_name = "shutdown"]
    pub fn linux_shutdown(fd: i32, how: i32) -> i64;
    /// Sends. A broken connection is EPIPE and no signal.
    #[link_name = "sendto"]
    pub fn linux_sendto(fd: i32, buf: u32, len: u32, flags: i32, dest_addr: u32, addrlen: u32) -> i64;
    /// Receives.
    #[link_name = "recvfrom"]
    pub fn linux_recvfrom(fd: i32, buf: u32, len: u32, flags: i32, src_addr: u32, addrlen: u32) -> i64;
    /// Sends. Control messages of SOL_SOCKET are EPERM.
    #[link_name = "sendmsg"]
    pub fn linux_sendmsg(fd: i32, msg: u32, flags: i32) -> i64;
    /// Receives. Descriptors that come with a message are closed.
    #[link_name = "recvmsg"]
    pub fn linux_recvmsg(fd: i32, msg: u32, flags: i32) -> i64;
    /// Opens a performance event. Its type is one of the kernel's own six: those with numbers of their own, which name probes by address, are EPERM, and so are events that raise signals.
    #[link_name = "perf_event_open"]
    pub fn linux_perf_event_open(attr: u32, pid: i32, cpu: i32, group_fd: i32, flags: u32) -> i64;
    /// Answers -ENOSYS; with `-v` waggle names the call, once. What a libc makes of calls that are not in this table.
    #[link_name = "unserved"]
    pub fn linux_unserved(number: u32) -> i64;
}
