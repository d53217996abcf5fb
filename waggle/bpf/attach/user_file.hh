// What the kinds that probe a program or library (uprobe, uprobe.multi, usdt) say when it fails.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "waggle/base/result.hh"

namespace waggle::bpf {

struct UserFileProbe {
  const std::string& path;
  const std::string& what;  // the symbol, pattern or USDT probe; may be empty
  pid_t pid;                // -1: every process
};

// `tried` is the target's subject; `code` is libbpf's errno.
Error user_file_error(int code, std::string_view tried, const UserFileProbe& probe);

}  // namespace waggle::bpf
