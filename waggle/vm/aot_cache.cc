#include "waggle/vm/aot_cache.hh"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "waggle/base/fd.hh"
#include "waggle/base/file.hh"
#include "waggle/base/sha256.hh"
#include "waggle/vm/aot_file.hh"

namespace waggle::vm {
namespace {

constexpr std::uint64_t kLargestEntry = std::uint64_t{1} << 30;

std::string entry_name(Bytes wasm) {
  const Sha256 of_source = sha256(wasm);
  ByteVector key(of_source.begin(), of_source.end());
  const Bytes engine = as_bytes(Engine::fingerprint());
  key.insert(key.end(), engine.begin(), engine.end());
  return hex(sha256(key)) + ".cwasm";
}

// Makes `path` and its missing parents, 0700.
bool make_folders(const std::string& path) {
  for (std::size_t at = 1; at != std::string::npos;) {
    at = path.find('/', at + 1);
    if (::mkdir(path.substr(0, at).c_str(), 0700) != 0 && errno != EEXIST) return false;
  }
  return true;
}

bool ours(const char* path) {
  struct stat st{};
  return path && *path == '/' && ::stat(path, &st) == 0 && st.st_uid == ::geteuid();
}

}  // namespace

bool AotCache::usable() {
  if (usable_) return *usable_;
  usable_ = false;
  if (folder_.empty()) return false;
  struct stat st{};
  if (::lstat(folder_.c_str(), &st) != 0 && (!make_folders(folder_) || ::lstat(folder_.c_str(), &st) != 0)) {
    log_->info("compiled modules are not kept: cannot make " + folder_ + ": " + Error(errno).message());
    return false;
  }
  if (!S_ISDIR(st.st_mode) || st.st_uid != ::geteuid() || (st.st_mode & (S_IWGRP | S_IWOTH))) {
    log_->warning("compiled modules are not kept: " + folder_ + " is not a folder that only you may write");
    return false;
  }
  usable_ = true;
  return true;
}

Result<Module> AotCache::load(Engine& engine, Bytes wasm) {
  if (!usable()) return Module::compile(engine, wasm);
  const std::string path = folder_ + "/" + entry_name(wasm);
  auto kept = load_entry(engine, path);
  if (kept) return kept;
  if (kept.error().code() != ENOENT)
    log_->info("compiling again, " + path + " is not usable: " + kept.error().message());
  auto module = Module::compile(engine, wasm);
  if (module) keep(*module, path);
  return module;
}

Result<Module> AotCache::load_entry(Engine& engine, const std::string& path) {
  // Opened once; everything else is asked of the descriptor, never of the path again.
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return Error(errno);
  WAGGLE_CHECK(check_trusted(fd.get()));
  WAGGLE_TRY(const ByteVector file, read_all(fd.get(), kLargestEntry));
  WAGGLE_TRY(const Bytes code, unpack_aot(file));
  return Module::deserialize(engine, code);
}

void AotCache::keep(const Module& module, const std::string& path) {
  auto code = module.serialize();
  if (!code) return log_->info("not kept: " + code.error().message());
  if (auto kept = replace_file(path, pack_aot(*code), 0600); !kept)
    log_->info("the compiled module is not kept: " + path + ": " + kept.error().message());
}

std::string default_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); ours(cache)) return std::string(cache) + "/waggle/aot";
  const char* home = std::getenv("HOME");
  if (!ours(home)) {
    const passwd* user = ::getpwuid(::geteuid());
    home = user ? user->pw_dir : nullptr;
  }
  return ours(home) ? std::string(home) + "/.cache/waggle/aot" : std::string();
}

}  // namespace waggle::vm
