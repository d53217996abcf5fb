#include "waggle/bpf/requirements/requirements.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <utility>

#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/requirements/since.hh"

namespace waggle::bpf {
namespace {

constexpr auto kHelperNames = std::to_array<std::string_view>({
#define WAGGLE_HELPER_NAME(name, number, ...) "bpf_" #name,
    ___BPF_FUNC_MAPPER(WAGGLE_HELPER_NAME)
#undef WAGGLE_HELPER_NAME
});

// By hook, not by number: what the part of a section's name before the first slash asks for.
struct SectionFeature {
  std::string_view mark;
  KernelVersion since;
  std::string_view what;
};
constexpr std::array kSectionFeatures{
    SectionFeature{".s", {5, 10}, "programs that may sleep"},
    SectionFeature{".frags", {5, 18}, "XDP programs for packets in several buffers"},
};

// Hooks that libbpf leaves out of what it tells a kernel that does not know them.
constexpr std::array kOptionalHooks{BPF_XDP, BPF_SK_REUSEPORT_SELECT};

// libbpf calls the older helper where the kernel has only that.
bpf_func_id oldest_equivalent(bpf_func_id helper) {
  switch (helper) {
    case BPF_FUNC_probe_read_user:
    case BPF_FUNC_probe_read_kernel: return BPF_FUNC_probe_read;
    case BPF_FUNC_probe_read_user_str:
    case BPF_FUNC_probe_read_kernel_str: return BPF_FUNC_probe_read_str;
    default: return helper;
  }
}

class Collector {
 public:
  void add(KernelVersion since, std::string what, std::string_view user) {
    auto& users = found_[{since, std::move(what)}];
    if (std::ranges::find(users, user) == users.end()) users.emplace_back(user);
  }

  std::vector<Requirement> take() {
    std::vector<Requirement> requirements;
    requirements.reserve(found_.size());
    for (auto& [key, users] : found_) requirements.push_back({key.first, key.second, std::move(users)});
    // What is newer than the table is newer than everything in it.
    const auto age = [](const Requirement& requirement) {
      return std::pair(requirement.since == KernelVersion{}, requirement.since);
    };
    std::ranges::sort(requirements, [&age](const Requirement& a, const Requirement& b) {
      return age(a) == age(b) ? a.what < b.what : age(a) > age(b);
    });
    return requirements;
  }

 private:
  std::map<std::pair<KernelVersion, std::string>, std::vector<std::string>> found_;
};

void add_program(Collector& collector, const Program& program) {
  const bpf_prog_type type = ::bpf_program__type(program.raw());
  if (type != BPF_PROG_TYPE_UNSPEC)
    collector.add(since(type), fmt::format("program type {}", type_name(program)), program.name());
  const bpf_attach_type hook = ::bpf_program__expected_attach_type(program.raw());
  // 0 is also what programs have whose type is all there is to say.
  if (hook != 0 && std::ranges::find(kOptionalHooks, hook) == kOptionalHooks.end()) {
    const char* const name = ::libbpf_bpf_attach_type_str(hook);
    collector.add(since(hook), fmt::format("hook {}", name ? name : fmt::format("{}", static_cast<int>(hook))),
                  program.name());
  }
  const std::string_view kind = program.section().substr(0, program.section().find('/'));
  for (const SectionFeature& feature : kSectionFeatures)
    if (kind.ends_with(feature.mark)) collector.add(feature.since, std::string(feature.what), program.name());
}

void add_map(Collector& collector, const MapSpec& map) {
  if (map.internal()) return collector.add({5, 2}, "global variables", section_of(map.name()));
  const auto type = static_cast<bpf_map_type>(map.shape().type);
  collector.add(since(type), fmt::format("map type {}", map_type_name(type)), map.name());
}

void add_call(Collector& collector, const bpf_insn& call, std::string_view section) {
  if (call.src_reg == BPF_PSEUDO_CALL) return collector.add({4, 16}, "calls of own functions", section);
  if (call.src_reg == BPF_PSEUDO_KFUNC_CALL) return collector.add({5, 13}, "calls of kernel functions", section);
  const auto number = static_cast<std::uint32_t>(call.imm);
  const auto helper = oldest_equivalent(static_cast<bpf_func_id>(number));
  const std::string name = number < kHelperNames.size() ? std::string(kHelperNames[number]) : fmt::format("{}", number);
  collector.add(since(helper), "helper " + name, section);
}

// Instructions of RFC 9669 and later, by the release whose verifier takes them.
void add_arithmetic(Collector& collector, const bpf_insn& insn, std::string_view section) {
  constexpr KernelVersion kFourthSet{6, 6};
  const auto operation = BPF_OP(insn.code);
  const bool wide = BPF_CLASS(insn.code) == BPF_ALU64;
  if (operation == BPF_MOV && insn.off == 1 && wide) collector.add({6, 9}, "casts of arena pointers", section);
  else if (operation == BPF_MOV && insn.off != 0) collector.add(kFourthSet, "moves with sign", section);
  if ((operation == BPF_DIV || operation == BPF_MOD) && insn.off != 0)
    collector.add(kFourthSet, "divisions with sign", section);
  if (operation == BPF_END && wide) collector.add(kFourthSet, "byte swaps without condition", section);
}

void add_jump(Collector& collector, const bpf_insn& insn, std::string_view section) {
  const bool narrow = BPF_CLASS(insn.code) == BPF_JMP32;
  if (narrow && BPF_OP(insn.code) == BPF_JA) return collector.add({6, 6}, "long jumps", section);
  if (narrow) return collector.add({5, 1}, "jumps on 32 bits", section);
  if (BPF_OP(insn.code) == BPF_JCOND) return collector.add({6, 9}, "loops that the kernel bounds", section);
  if (BPF_OP(insn.code) == BPF_CALL) add_call(collector, insn, section);
}

void add_instruction(Collector& collector, const bpf_insn& insn, std::string_view section) {
  switch (BPF_CLASS(insn.code)) {
    case BPF_ALU:
    case BPF_ALU64: return add_arithmetic(collector, insn, section);
    case BPF_JMP:
    case BPF_JMP32: return add_jump(collector, insn, section);
    case BPF_LDX:
      if (BPF_MODE(insn.code) == BPF_MEMSX) collector.add({6, 6}, "loads with sign", section);
      return;
    case BPF_STX:
      // Addition was there from the beginning; 0x100 and 0x110 are load-acquire and store-release.
      if (BPF_MODE(insn.code) != BPF_ATOMIC || insn.imm == BPF_ADD) return;
      if (insn.imm >= 0x100) return collector.add({6, 15}, "loads and stores with an order", section);
      return collector.add({5, 12}, "atomic operations", section);
    default: return;
  }
}

void add_code(Collector& collector, const ElfSection& section) {
  for (std::size_t at = 0; at + sizeof(bpf_insn) <= section.bytes.size(); at += sizeof(bpf_insn)) {
    bpf_insn insn{};
    std::memcpy(&insn, section.bytes.data() + at, sizeof insn);
    add_instruction(collector, insn, section.name);
    if (insn.code == (BPF_LD | BPF_IMM | BPF_DW)) at += sizeof insn;  // its second half is no instruction
  }
}

}  // namespace

std::vector<Requirement> requirements_of(const ObjectSpec& spec, Bytes elf) {
  Collector collector;
  for (const Program& program : spec.programs()) add_program(collector, program);
  for (const MapSpec& map : spec.maps()) add_map(collector, map);
  for (const ElfSection& section : sections_of(elf))
    if (section.is_code) add_code(collector, section);
  return collector.take();
}

}  // namespace waggle::bpf
