// Compiled modules kept between runs. An entry is found by the hash of its source and the
// engine's fingerprint, checked by hash before use, and written atomically. Whatever is wrong
// with the cache, the module still runs: it is compiled again.
#pragma once

#include <optional>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/module.hh"

namespace waggle::vm {

class AotCache {
 public:
  // Keeps entries in `folder`, made with mode 0700 where it is missing. A folder that others
  // may write, or that belongs to someone else, is not used; said once as a warning.
  AotCache(std::string folder, Log& log) : folder_(std::move(folder)), log_(&log) {}
  // Keeps nothing.
  static AotCache none(Log& log) { return AotCache({}, log); }

  // From the cache, else compiled and kept.
  Result<Module> load(Engine& engine, Bytes wasm);

 private:
  Result<Module> load_entry(Engine& engine, const std::string& path);
  void keep(const Module& module, const std::string& path);
  bool usable();

  std::string folder_;
  Log* log_;
  std::optional<bool> usable_;
};

// ~/.cache/waggle/aot of the effective user, whatever HOME and XDG_CACHE_HOME say of another
// user's (as they do under sudo). Empty where there is no home.
std::string default_cache_folder();

}  // namespace waggle::vm
