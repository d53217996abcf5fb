// Programs that decide for the sockets in a sockmap or sockhash of the same object: sk_msg, sk_skb.
#include <fmt/format.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

constexpr std::string_view kPrefix = "map:";

Result<std::string> parse(const Target& target) {
  if (!target.subject.starts_with(kPrefix) || target.subject.size() == kPrefix.size())
    return misfit("it does not name a map");
  return target.subject.substr(kPrefix.size());
}

// Kernels before 6.10 have no link for maps.
struct MapAttachment final : Link::Attachment {
  MapAttachment(int program_fd, UniqueFd sockmap, bpf_attach_type attach_type)
      : program(program_fd), map(std::move(sockmap)), type(attach_type) {}
  ~MapAttachment() override { static_cast<void>(bpf_prog_detach2(program, map.get(), type)); }
  int program;  // the object's
  UniqueFd map;
  bpf_attach_type type;
};

Result<Link> attach_by_program(int program_fd, int map_fd, bpf_attach_type type) {
  WAGGLE_TRY(UniqueFd map, UniqueFd::duplicate(map_fd));
  if (bpf_prog_attach(program_fd, map_fd, type, 0) < 0)
    return attach_error(errno, "sockmap", errno == EBUSY ? "a verdict program is attached already" : "");
  return Link(std::make_unique<MapAttachment>(program_fd, std::move(map), type));
}

Result<Link> attach_sockmap(const Attaching& attaching) {
  WAGGLE_TRY(const std::string name, parse(attaching.target));
  const bpf_map* const map = bpf_object__find_map_by_name(attaching.object, name.c_str());
  if (map == nullptr) return Error(ENOENT, fmt::format("the object has no map '{}'", name));
  if (bpf_map__type(map) != BPF_MAP_TYPE_SOCKMAP && bpf_map__type(map) != BPF_MAP_TYPE_SOCKHASH)
    return Error(EINVAL, fmt::format("map '{}' is no sockmap and no sockhash", name));
  const bpf_attach_type type = bpf_program__expected_attach_type(attaching.program);
  // SEC("sk_skb") says not which of the three; its attach type is then that of something else (0).
  if (bpf_program__type(attaching.program) == BPF_PROG_TYPE_SK_SKB && type == BPF_CGROUP_INET_INGRESS)
    return Error(EINVAL, "compile it as sk_skb/stream_parser, sk_skb/stream_verdict or sk_skb/verdict");
  const int program_fd = bpf_program__fd(attaching.program);
  UniqueFd link(bpf_link_create(program_fd, bpf_map__fd(map), type, nullptr));
  if (link) return link_of(std::move(link));
  if (errno == EINVAL) return attach_by_program(program_fd, bpf_map__fd(map), type);
  const int code = errno;
  return attach_error(code, fmt::format("map '{}'", name),
                      code == EBUSY ? "a verdict program is attached already" : "");
}

}  // namespace

constinit const Kind kSockmap{
    .id = AttachKind::sockmap,
    .name = "sockmap",
    .grammar = "map:NAME",
    .check = &checked<parse>,
    .attach = &attach_sockmap,
};

}  // namespace waggle::bpf
