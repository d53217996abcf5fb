#include "waggle/bpf/attach/tc_legacy.hh"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/attach/netlink.hh"

namespace waggle::bpf {

namespace {

constexpr std::string_view kMark = "waggle";
constexpr std::uint32_t kIngress = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS);
constexpr std::uint32_t kEgress = TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS);

// Where one filter is, in rtnetlink's words, and how it is signed.
struct Filter {
  tcmsg place{};
  std::optional<FilterSignature> signature;  // nullopt: not of this room's making
};

Filter read_filter(Bytes answer) {
  Filter filter;
  if (answer.size() < sizeof filter.place) return filter;
  std::memcpy(&filter.place, answer.data(), sizeof filter.place);
  const Bytes options = find_attribute(answer.subspan(sizeof filter.place), TCA_OPTIONS);
  const std::string_view name = as_text(find_attribute(options, TCA_BPF_NAME));
  filter.signature = FilterSignature::decode(name.substr(0, name.find('\0')));
  return filter;
}

Result<std::vector<Filter>> filters_below(int interface, std::uint32_t parent) {
  tcmsg place{};
  place.tcm_ifindex = interface;
  place.tcm_parent = parent;
  WAGGLE_TRY(const auto answers, netlink_exchange(NetlinkRequest(RTM_GETTFILTER, NLM_F_DUMP, place)));
  std::vector<Filter> filters;
  filters.reserve(answers.size());
  for (const ByteVector& answer : answers) filters.push_back(read_filter(answer));
  return filters;
}

// The filters of both directions of an interface.
Result<std::vector<Filter>> filters_of(int interface) {
  WAGGLE_TRY(std::vector<Filter> filters, filters_below(interface, kIngress));
  WAGGLE_TRY(const std::vector<Filter> egress, filters_below(interface, kEgress));
  filters.insert(filters.end(), egress.begin(), egress.end());
  return filters;
}

tcmsg clsact_of(int interface) {
  tcmsg place{};
  place.tcm_ifindex = interface;
  place.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0);
  place.tcm_parent = TC_H_CLSACT;
  return place;
}

// True when it was missing and is now there.
Result<bool> make_clsact(int interface) {
  NetlinkRequest request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, clsact_of(interface));
  request.attribute(TCA_KIND, std::string("clsact"));
  const auto made = netlink_exchange(std::move(request));
  if (made.ok()) return true;
  if (made.error().code() == EEXIST) return false;
  return Error(made.error().code(), fmt::format("making a clsact qdisc: {}", std::strerror(made.error().code())));
}

Result<void> remove_filter(const tcmsg& place) {
  NetlinkRequest request(RTM_DELTFILTER, 0, place);
  request.attribute(TCA_KIND, std::string("bpf"));
  WAGGLE_TRY(const auto answers, netlink_exchange(std::move(request)));
  static_cast<void>(answers);
  return {};
}

struct FilterAttachment final : Link::Attachment {
  FilterAttachment(const tcmsg& where, bool qdisc) : place(where), made_clsact(qdisc) {}
  ~FilterAttachment() override {
    static_cast<void>(remove_filter(place));  // already gone with its interface, perhaps
    if (made_clsact) remove_clsact_if_unused(place.tcm_ifindex);
  }
  tcmsg place;
  bool made_clsact;
};

// Whether some filter of ours says that the qdisc was made for it: then it is ours to remove still.
Result<bool> clsact_is_ours(int interface) {
  WAGGLE_TRY(const std::vector<Filter> filters, filters_of(interface));
  for (const Filter& filter : filters)
    if (filter.signature && filter.signature->made_clsact) return true;
  return false;
}

Result<tcmsg> add_filter(const LegacyFilter& where, int program_fd, const std::string& name) {
  tcmsg place{};
  place.tcm_ifindex = where.interface;
  place.tcm_parent = where.egress ? kEgress : kIngress;
  place.tcm_info = TC_H_MAKE(static_cast<std::uint32_t>(where.priority) << 16, htons(ETH_P_ALL));
  NetlinkRequest request(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO, place);
  request.attribute(TCA_KIND, std::string("bpf"));
  const std::size_t options = request.begin(TCA_OPTIONS);
  request.attribute(TCA_BPF_FD, static_cast<std::uint32_t>(program_fd));
  request.attribute(TCA_BPF_NAME, name);
  request.attribute(TCA_BPF_FLAGS, std::uint32_t{TCA_BPF_FLAG_ACT_DIRECT});
  request.end(options);
  WAGGLE_TRY(const auto answers, netlink_exchange(std::move(request)));
  // The echo says which priority and handle the kernel chose.
  if (answers.empty()) return Error(EBADMSG, "the kernel did not echo the tc filter");
  return read_filter(answers.front()).place;
}

// Field 22 of /proc/PID/stat. The command in field 2 may hold spaces and ')': count from its end.
Result<std::uint64_t> start_time_of(int pid) {
  WAGGLE_TRY(const ByteVector stat, read_file(fmt::format("/proc/{}/stat", pid), 1 << 16));
  const std::string_view text = as_text(stat);
  const auto fields = split(text.substr(std::min(text.rfind(')'), text.size())), ' ');
  if (fields.size() < 21) return Error(EBADMSG, "/proc/PID/stat has too few fields");
  return parse_number<std::uint64_t>(fields[20]);
}

Result<std::uint64_t> own_pid_namespace() {
  struct stat status{};
  if (::stat("/proc/self/ns/pid", &status) < 0) return errno_error("/proc/self/ns/pid");
  return static_cast<std::uint64_t>(status.st_ino);
}

// Those that can have filters of this room: by one dump of all qdiscs, since every `waggle run` sweeps. An "ingress"
// qdisc has the same parent, and takes the same filters.
Result<std::vector<int>> interfaces_with_clsact() {
  WAGGLE_TRY(const auto qdiscs, netlink_exchange(NetlinkRequest(RTM_GETQDISC, NLM_F_DUMP, tcmsg{})));
  std::vector<int> interfaces;
  for (const ByteVector& qdisc : qdiscs) {
    tcmsg place{};
    if (qdisc.size() < sizeof place) continue;
    std::memcpy(&place, qdisc.data(), sizeof place);
    if (place.tcm_parent == TC_H_CLSACT) interfaces.push_back(place.tcm_ifindex);
  }
  return interfaces;
}

// Removes what dead processes left on one interface.
Result<unsigned> sweep_interface(int interface) {
  WAGGLE_TRY(const std::vector<Filter> filters, filters_of(interface));
  unsigned removed = 0;
  bool made_clsact = false;
  for (const Filter& filter : filters) {
    if (!filter.signature || filter.signature->maker_runs()) continue;
    WAGGLE_CHECK(remove_filter(filter.place).context(fmt::format("sweeping a tc filter of interface {}", interface)));
    made_clsact |= filter.signature->made_clsact;
    ++removed;
  }
  if (made_clsact) remove_clsact_if_unused(interface);
  return removed;
}

}  // namespace

// Somebody may add a filter between the look and the removal: rtnetlink has no "remove if empty".
void remove_clsact_if_unused(int interface) {
  const auto filters = filters_of(interface);
  if (!filters.ok() || !filters->empty()) return;
  static_cast<void>(netlink_exchange(NetlinkRequest(RTM_DELQDISC, 0, clsact_of(interface))));
}

Result<FilterSignature> FilterSignature::of_this_process() {
  FilterSignature signature;
  signature.pid = ::getpid();
  WAGGLE_TRY(signature.pid_namespace, own_pid_namespace());
  WAGGLE_TRY(signature.start_time, start_time_of(signature.pid));
  return signature;
}

std::string FilterSignature::encode(std::string_view program) const {
  return fmt::format("{}:{}:{}:{}:{}:{}", kMark, pid_namespace, pid, start_time, made_clsact ? "q" : "-", program);
}

std::optional<FilterSignature> FilterSignature::decode(std::string_view name) {
  const auto words = split(name, ':');
  if (words.size() < 6 || words[0] != kMark || (words[4] != "q" && words[4] != "-")) return std::nullopt;
  const auto pid_namespace = parse_number<std::uint64_t>(words[1]);
  const auto pid = parse_number<int>(words[2]);
  const auto start_time = parse_number<std::uint64_t>(words[3]);
  if (!pid_namespace.ok() || !pid.ok() || !start_time.ok()) return std::nullopt;
  return FilterSignature{*pid_namespace, *pid, *start_time, words[4] == "q"};
}

bool FilterSignature::maker_runs() const {
  const auto here = own_pid_namespace();
  if (!here.ok() || *here != pid_namespace) return true;
  const auto started = start_time_of(pid);
  if (!started.ok()) return started.error().code() != ENOENT;
  return *started == start_time;
}

Result<Link> attach_legacy_filter(const LegacyFilter& where, int program_fd, std::string_view program_name) {
  WAGGLE_TRY(FilterSignature signature, FilterSignature::of_this_process());
  WAGGLE_TRY(const bool made, make_clsact(where.interface));
  WAGGLE_TRY(const bool ours, clsact_is_ours(where.interface));
  signature.made_clsact = made || ours;
  const auto place = add_filter(where, program_fd, signature.encode(program_name));
  if (place.ok()) return Link(std::make_unique<FilterAttachment>(*place, signature.made_clsact));
  if (made) remove_clsact_if_unused(where.interface);
  return Error(place.error().code(), fmt::format("adding a tc filter: {}", place.error().message()));
}

Result<unsigned> sweep_legacy_filters() {
  WAGGLE_TRY(const std::vector<int> interfaces, interfaces_with_clsact());
  unsigned removed = 0;
  for (const int interface : interfaces) {
    WAGGLE_TRY(const unsigned here, sweep_interface(interface));
    removed += here;
  }
  return removed;
}

}  // namespace waggle::bpf
