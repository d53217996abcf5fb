// What one attach kind is: its words, its check, its attaching. Each kind fills in a Kind in
// a file of its own; attach.cc lists them all. Only the files of this folder include this.
#pragma once

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "waggle/base/c_ptr.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/attach/target.hh"
#include "waggle/bpf/link.hh"

namespace waggle::bpf {

// One request to attach. Everything is borrowed for the call.
struct Attaching {
  bpf_object* object;    // the program's object, where its maps are found
  bpf_program* program;  // loaded
  const Target& target;
  const TextSink& text;

  [[nodiscard]] std::string_view section() const { return bpf_program__section_name(program); }
};

// The section_target of kinds whose sections name no target.
std::string no_section_target(std::string_view section);

struct Kind {
  AttachKind id;
  std::string_view name;
  std::string_view grammar;
  // The options this kind knows: "mode=" takes a value, "first" does not. Without any, the whole
  // text of a target is its subject.
  std::span<const std::string_view> options = {};
  // Targets of a kind without a subject are options only ("map=events").
  bool has_subject = true;
  // Whether the empty target means something.
  bool may_be_empty = false;
  // Refuses a target whose words do not fit; the sentence says why, without the grammar.
  Result<void> (*check)(const Target& target);
  Result<Link> (*attach)(const Attaching& attaching);
  // The target that a section names: "tp/sched/sched_switch" -> "sched:sched_switch"; "" for none.
  std::string (*section_target)(std::string_view section) = &no_section_target;
};

extern const Kind kXdp, kTc, kNetkit, kCgroup, kUprobe, kUprobeMulti, kUsdt, kKprobe, kKsyscall, kKprobeMulti,
    kCompiledIn, kTracepoint, kRawTracepoint, kPerfEvent, kSocketFilter, kNetfilter, kNetns, kSockmap, kIter,
    kStructOps;

const Kind& kind_row(AttachKind kind);

// Kind::check of a kind whose words become a structure by Parse.
template <auto Parse>
Result<void> checked(const Target& target) {
  auto parsed = Parse(target);
  if (!parsed.ok()) return std::move(parsed).error();
  return {};
}

// Kind::section_target: what stands behind the section's first '/': "kprobe/vfs_read" -> "vfs_read".
std::string behind_slash(std::string_view section);

// EINVAL with a sentence, for Kind::check.
Error misfit(std::string sentence);
// A number option; nullopt where it was not given.
template <std::integral T>
Result<std::optional<T>> number_option(const Target& target, std::string_view key) {
  const std::string* const text = target.option(key);
  if (text == nullptr) return std::optional<T>();
  const Result<T> number = parse_number<T>(*text);
  if (!number.ok()) return misfit(std::string(key) + " is a number, not '" + *text + "'");
  return std::optional<T>(*number);
}
// The pid option: a positive process number, or -1 (every process) where it was not given.
Result<pid_t> pid_option(const Target& target);
// A name an interface may have (net/core/dev.c, dev_valid_name).
Result<std::string> interface_name(std::string_view text);
// The index of an interface in the caller's network namespace; ENODEV with a sentence.
Result<int> interface_index(const std::string& name);

// Says what was tried, the kernel's error, and what it probably means ("" where nobody knows).
Error attach_error(int code, std::string_view tried, std::string_view likely = {});

// libbpf's options structures carry their size. (Its macro for this is not C++.)
template <class Options>
Options libbpf_options() {
  Options options{};
  options.sz = sizeof options;
  return options;
}

// An attachment that ends when its descriptor is closed: a BPF link, a socket.
Link link_of(UniqueFd fd);
// An attachment that libbpf ends. It must not outlive the object.
Link link_of(bpf_link* link);

}  // namespace waggle::bpf
