// Which descriptors this process has open, so that a test can show that what it made is gone.
#pragma once

#include <map>
#include <string>

namespace waggle::testing {

// Number -> what it is ("/dev/null", "anon_inode:bpf_link"), read from /proc/self/fd.
using FdLedger = std::map<int, std::string>;

FdLedger open_fds();

}  // namespace waggle::testing
