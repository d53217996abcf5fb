#include "waggle/bpf/raw/create.hh"

#include <bpf/bpf.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <cstring>

#include "waggle/base/strings.hh"
#include "waggle/bpf/raw/options.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

// The wide load that carries descriptors (Linux: BPF_LD_IMM64 and its pseudo sources).
constexpr std::uint8_t kLoadImmediate = BPF_LD | BPF_IMM | BPF_DW;

Result<void> translate(std::int32_t& number, const std::function<Result<int>(int)>& to_host) {
  WAGGLE_TRY(number, to_host(number));
  return {};
}

Result<void> translate_wide_load(bpf_insn* pair, const std::function<Result<int>(int)>& to_host) {
  switch (pair[0].src_reg) {
    case BPF_PSEUDO_MAP_FD:
    case BPF_PSEUDO_MAP_VALUE: return translate(pair[0].imm, to_host);
    // 0 is the kernel's own BTF.
    case BPF_PSEUDO_BTF_ID: return pair[1].imm == 0 ? Result<void>() : translate(pair[1].imm, to_host);
    default: return {};
  }
}

}  // namespace

Result<UniqueFd> create_map(const NewMap& map) {
  auto raw = options<bpf_map_create_opts>();
  raw.btf_fd = map.btf_fd;
  raw.btf_key_type_id = map.btf_key_type_id;
  raw.btf_value_type_id = map.btf_value_type_id;
  raw.btf_vmlinux_value_type_id = map.btf_vmlinux_value_type_id;
  raw.inner_map_fd = map.inner_map_fd;
  raw.map_flags = map.flags;
  raw.map_extra = map.extra;
  raw.numa_node = map.numa_node;
  raw.map_ifindex = map.ifindex;
  raw.value_type_btf_obj_fd = map.value_type_btf_fd;
  return opened(::bpf_map_create(static_cast<bpf_map_type>(map.type), map.name, map.key_size, map.value_size,
                                 map.max_entries, &raw));
}

Result<UniqueFd> load_program(const NewProgram& program, std::uint32_t& log_size) {
  auto raw = options<bpf_prog_load_opts>();
  raw.attempts = static_cast<int>(program.attempts);
  raw.expected_attach_type = static_cast<bpf_attach_type>(program.expected_attach_type);
  raw.prog_btf_fd = program.btf_fd;
  raw.prog_flags = program.flags;
  raw.prog_ifindex = program.ifindex;
  raw.kern_version = program.kern_version;
  raw.attach_btf_id = program.attach_btf_id;
  raw.attach_prog_fd = program.attach_program_fd;
  raw.attach_btf_obj_fd = program.attach_btf_fd;
  raw.fd_array = program.descriptors.empty() ? nullptr : program.descriptors.data();
  raw.func_info = program.functions.empty() ? nullptr : program.functions.data();
  raw.func_info_rec_size = program.function_size;
  raw.func_info_cnt = program.function_size == 0 ? 0 : program.functions.size() / program.function_size;
  raw.line_info = program.lines.empty() ? nullptr : program.lines.data();
  raw.line_info_rec_size = program.line_size;
  raw.line_info_cnt = program.line_size == 0 ? 0 : program.lines.size() / program.line_size;
  raw.log_level = program.log_level;
  raw.log_buf = program.log.empty() ? nullptr : program.log.data();
  raw.log_size = program.log.size();
  const auto* const instructions = reinterpret_cast<const bpf_insn*>(program.instructions.data());
  const int result = ::bpf_prog_load(static_cast<bpf_prog_type>(program.type), program.name, program.license,
                                     instructions, program.instructions.size() / sizeof(bpf_insn), &raw);
  log_size = raw.log_true_size;
  return opened(result);
}

Result<void> translate_descriptors(MutableBytes instructions, const std::function<Result<int>(int)>& to_host) {
  for (std::size_t at = 0; at + sizeof(bpf_insn) <= instructions.size(); at += sizeof(bpf_insn)) {
    bpf_insn pair[2];
    std::memcpy(pair, &instructions[at], sizeof(bpf_insn));
    if (pair[0].code != kLoadImmediate) continue;
    if (at + sizeof pair > instructions.size()) return Error(EINVAL);
    std::memcpy(pair, &instructions[at], sizeof pair);
    WAGGLE_CHECK(translate_wide_load(pair, to_host));
    std::memcpy(&instructions[at], pair, sizeof pair);
    at += sizeof(bpf_insn);
  }
  return {};
}

Result<UniqueFd> load_btf(Bytes btf, std::uint32_t flags, std::uint32_t log_level, std::span<char> log,
                          std::uint32_t& log_size) {
  auto raw = options<bpf_btf_load_opts>();
  raw.btf_flags = flags;
  raw.log_level = log_level;
  raw.log_buf = log.empty() ? nullptr : log.data();
  raw.log_size = log.size();
  const int result = ::bpf_btf_load(btf.data(), btf.size(), &raw);
  log_size = raw.log_true_size;
  return opened(result);
}

Result<void> bind_map(int program_fd, int map_fd, std::uint32_t flags) {
  auto raw = options<bpf_prog_bind_opts>();
  raw.flags = flags;
  return status(::bpf_prog_bind_map(program_fd, map_fd, &raw));
}

Result<void> check_pin_path(const std::string& path) {
  if (!path.starts_with('/')) return Error(EINVAL);
  for (const std::string_view part : split(path, '/'))
    if (part == "..") return Error(EINVAL);
  // libbpf makes the last directory where it is missing, and only then looks where it is.
  std::string directory = path;
  for (;;) {
    directory.resize(directory.rfind('/'));
    struct statfs about{};
    if (directory.empty()) return Error(EPERM);
    if (::statfs(directory.c_str(), &about) == 0) return about.f_type == BPF_FS_MAGIC ? Result<void>() : Error(EPERM);
    if (errno != ENOENT) return Error(errno);
  }
}

Result<void> pin(int fd, const std::string& path, std::uint32_t flags) {
  auto raw = options<struct bpf_obj_pin_opts>();
  raw.file_flags = flags;
  return status(::bpf_obj_pin_opts(fd, path.c_str(), &raw));
}

Result<UniqueFd> get_pinned(const std::string& path, std::uint32_t flags) {
  auto raw = options<struct bpf_obj_get_opts>();
  raw.file_flags = flags;
  return opened(::bpf_obj_get_opts(path.c_str(), &raw));
}

}  // namespace waggle::bpf::raw
