#include "waggle/bpf/host.hh"

#include <bpf/libbpf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <charconv>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/detached_mount.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

constexpr std::uint64_t kMaxProcFile = 1 << 16;
constexpr const char* kBpffs = "/sys/fs/bpf";
constexpr const char* kSecurityfs = "/sys/kernel/security";

constexpr std::uint64_t bit(Capability capability) { return 1ULL << static_cast<unsigned>(capability); }

Result<std::string> read_at(int directory, const char* name) {
  const UniqueFd file(::openat(directory, name, O_RDONLY | O_CLOEXEC));
  if (!file) return errno_error(name);
  WAGGLE_TRY(const auto text, read_all(file.get(), kMaxProcFile));
  return std::string(as_text(text));
}

}  // namespace

std::string_view name(Capability capability) {
  switch (capability) {
    case Capability::net_admin: return "CAP_NET_ADMIN";
    case Capability::sys_admin: return "CAP_SYS_ADMIN";
    case Capability::perfmon: return "CAP_PERFMON";
    case Capability::bpf: return "CAP_BPF";
  }
  return "";
}

Result<Capabilities> Capabilities::effective() {
  WAGGLE_TRY(const auto status, read_file("/proc/thread-self/status", kMaxProcFile));
  return parse(as_text(status));
}

Result<Capabilities> Capabilities::parse(std::string_view status) {
  constexpr std::string_view kKey = "CapEff:\t";
  for (const std::string_view line : split(status, '\n')) {
    if (!line.starts_with(kKey)) continue;
    std::uint64_t mask = 0;
    const std::string_view digits = line.substr(kKey.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), mask, 16);
    if (error == std::errc{} && end == digits.data() + digits.size()) return Capabilities(mask);
  }
  return Error(EINVAL, "no CapEff line");
}

bool Capabilities::has(Capability capability) const {
  if ((mask_ & bit(capability)) != 0) return true;
  const bool implied = capability == Capability::bpf || capability == Capability::perfmon;
  return implied && (mask_ & bit(Capability::sys_admin)) != 0;
}

KernelVersion KernelVersion::running() {
  utsname names{};
  ::uname(&names);
  return parse(static_cast<const char*>(names.release));
}

KernelVersion KernelVersion::parse(std::string_view release) {
  KernelVersion version;
  const auto [major, rest] = split_once(release, '.');
  const auto minor = rest.value_or("");
  std::from_chars(major.data(), major.data() + major.size(), version.major);
  std::from_chars(minor.data(), minor.data() + minor.size(), version.minor);
  return version;
}

bool has_kernel_btf() { return ::access("/sys/kernel/btf/vmlinux", R_OK) == 0; }

Result<std::string> read_securityfs(const char* name) {
  const UniqueFd mounted(::open(kSecurityfs, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (auto text = read_at(mounted.get(), name); text.ok()) return text;
  WAGGLE_TRY(const auto root, mount_detached("securityfs"));
  return read_at(root.get(), name);
}

Result<std::string> lockdown() {
  WAGGLE_TRY(const auto text, read_securityfs("lockdown"));
  return std::string(chosen_word(text));
}

std::string_view chosen_word(std::string_view text) {
  const auto open = text.find('[');
  const auto close = text.find(']');
  if (open == text.npos || close == text.npos || close < open) return {};
  return text.substr(open + 1, close - open - 1);
}

Result<void> check_bpffs() {
  struct statfs about{};
  if (::statfs(kBpffs, &about) == 0 && about.f_type == BPF_FS_MAGIC) return {};
  return Error(ENOENT, fmt::format("the bpf file system is not mounted; mount it by: mount -t bpf bpf {}", kBpffs));
}

Result<unsigned> possible_cpus() {
  const LibbpfLog log;
  const int count = ::libbpf_num_possible_cpus();
  if (count < 0) return Error(-count).context("counting the possible CPUs");
  return static_cast<unsigned>(count);
}

}  // namespace waggle::bpf
