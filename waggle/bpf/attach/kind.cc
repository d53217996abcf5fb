#include "waggle/bpf/attach/kind.hh"

#include <fmt/format.h>
#include <net/if.h>

#include <array>
#include <cstring>

namespace waggle::bpf {

namespace {

constexpr std::array<const Kind*, 20> kKinds{&kXdp,         &kTc,         &kNetkit,        &kCgroup,    &kUprobe,
                                             &kUprobeMulti, &kUsdt,       &kKprobe,        &kKsyscall,  &kKprobeMulti,
                                             &kCompiledIn,  &kTracepoint, &kRawTracepoint, &kPerfEvent, &kSocketFilter,
                                             &kNetfilter,   &kNetns,      &kSockmap,       &kIter,      &kStructOps};

struct FdAttachment final : Link::Attachment {
  explicit FdAttachment(UniqueFd taken) : fd(std::move(taken)) {}
  UniqueFd fd;
};

struct LibbpfAttachment final : Link::Attachment {
  explicit LibbpfAttachment(bpf_link* taken) : link(taken) {}
  CPtr<bpf_link, bpf_link__destroy> link;
};

}  // namespace

const Kind& kind_row(AttachKind kind) { return *kKinds.at(static_cast<std::size_t>(kind)); }

std::string no_section_target(std::string_view) { return {}; }

std::string behind_slash(std::string_view section) { return std::string(split_once(section, '/').second.value_or("")); }

Error misfit(std::string sentence) { return Error(EINVAL, std::move(sentence)); }

Result<pid_t> pid_option(const Target& target) {
  WAGGLE_TRY(const std::optional<pid_t> pid, number_option<pid_t>(target, "pid"));
  if (pid && *pid <= 0) return misfit("pid is a process number above 0");
  return pid.value_or(-1);
}

Result<std::string> interface_name(std::string_view text) {
  if (text.empty()) return misfit("the interface is missing");
  if (text.size() >= IFNAMSIZ || text == "." || text == ".." || text.find_first_of("/: \t\n") != std::string_view::npos)
    return misfit(fmt::format("'{}' cannot be an interface's name", text));
  return std::string(text);
}

Result<int> interface_index(const std::string& name) {
  const unsigned index = if_nametoindex(name.c_str());
  if (index == 0) return Error(ENODEV, fmt::format("there is no interface '{}' in this network namespace", name));
  return static_cast<int>(index);
}

Error attach_error(int code, std::string_view tried, std::string_view likely) {
  // libbpf's own errors lie above the kernel's (LIBBPF_ERRNO__*); guests know only errno.
  std::array<char, 256> words{};
  libbpf_strerror(code, words.data(), words.size());
  const int known = code >= __LIBBPF_ERRNO__START ? EINVAL : code;
  if (likely.empty()) return Error(known, fmt::format("{}: {}", tried, words.data()));
  return Error(known, fmt::format("{}: {} ({})", tried, words.data(), likely));
}

Link link_of(UniqueFd fd) { return Link(std::make_unique<FdAttachment>(std::move(fd))); }
Link link_of(bpf_link* link) { return Link(std::make_unique<LibbpfAttachment>(link)); }

}  // namespace waggle::bpf
