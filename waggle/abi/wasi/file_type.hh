// A file's type and attributes in WASI's words.
#pragma once

#include <sys/stat.h>

#include "waggle/abi/wasi/records.hh"

namespace waggle::abi::wasi {

// By the type bits of `mode`; every socket is a stream here, unknown is what WASI has no word for.
constexpr FileType file_type(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFBLK: return FileType::block_device;
    case S_IFCHR: return FileType::character_device;
    case S_IFDIR: return FileType::directory;
    case S_IFREG: return FileType::regular_file;
    case S_IFSOCK: return FileType::socket_stream;
    case S_IFLNK: return FileType::symbolic_link;
    default: return FileType::unknown;
  }
}

}  // namespace waggle::abi::wasi
