// Which files of the kernel's own file systems must never come into a guest's hands, however
// it reached them. Judges an open descriptor by the file system it is on and by where the
// kernel says it is, never by the path the guest wrote.
#pragma once

#include "waggle/base/result.hh"
#include "waggle/sys/root.hh"

namespace waggle::sys {

// EPERM for what lies in waggle's own directory of a procfs (by process or thread number),
// except its `net` and `mounts`, which /proc/net and /proc/mounts lead to and which describe
// the namespaces, not the process. Also for a procfs file whose place cannot be told, and for
// every procfs file where `proc_files` is none.
Result<void> refuse_own_process(int fd, ProcFiles proc_files);

// EPERM for every file named mem, kcore, kmsg, environ, trace_pipe or trace_pipe_raw on
// procfs, sysfs, debugfs and tracefs.
Result<void> refuse_by_name(int fd);

}  // namespace waggle::sys
