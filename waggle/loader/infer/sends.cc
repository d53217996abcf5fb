#include "waggle/loader/infer/sends.hh"

#include <algorithm>
#include <set>
#include <utility>

#include "waggle/loader/infer/state.hh"

namespace waggle::loader::infer {
namespace {

using Kind = Value::Kind;

// Instructions as RFC 9669 numbers them.
enum Class : std::uint8_t { kLd = 0, kLdx = 1, kSt = 2, kStx = 3, kAlu = 4, kJmp = 5, kJmp32 = 6, kAlu64 = 7 };
enum : std::uint8_t { kClassMask = 0x07, kRegisterSource = 0x08, kSizeMask = 0x18, kModeMask = 0xe0, kOpMask = 0xf0 };
enum : std::uint8_t { kAdd = 0x00, kSub = 0x10, kOr = 0x40, kAnd = 0x50, kLsh = 0x60, kMov = 0xb0 };
enum : std::uint8_t { kJa = 0x00, kCall = 0x80, kExit = 0x90 };
constexpr std::uint8_t kLoadImmediate64 = 0x18, kModeMem = 0x60;
// Sources of a 64-bit load and of a call, <linux/bpf.h>: BPF_PSEUDO_MAP_VALUE, BPF_PSEUDO_FUNC, BPF_PSEUDO_CALL.
constexpr std::uint8_t kMapValue = 2, kFunction = 4, kOwnFunction = 1;

// Helpers by their numbers in <linux/bpf.h>.
enum Helper : std::int32_t {
  kMapLookup = 1,
  kPerfOutput = 25,
  kSkbOutput = 111,
  kXdpOutput = 121,
  kRingOutput = 130,
  kRingReserve = 131,
  kMapLookupPerCpu = 195,
  kRingReserveDynptr = 198,
};

// Helpers that fill memory: which argument says where, which how much.
struct Filler {
  std::int32_t helper;
  std::uint8_t to, size;
  bool text;
};
constexpr Filler kFillers[] = {
    {4, 1, 2, false},    // probe_read
    {16, 1, 2, true},    // get_current_comm
    {26, 3, 4, false},   // skb_load_bytes
    {45, 1, 2, true},    // probe_read_str
    {67, 2, 3, false},   // get_stack
    {112, 1, 2, false},  // probe_read_user
    {113, 1, 2, false},  // probe_read_kernel
    {114, 1, 2, true},   // probe_read_user_str
    {115, 1, 2, true},   // probe_read_kernel_str
    {120, 3, 4, false},  // get_ns_current_pid_tgid
    {141, 2, 3, false},  // get_task_stack
    {147, 2, 3, true},   // d_path
    {148, 1, 2, false},  // copy_from_user
    {165, 1, 2, true},   // snprintf
    {191, 1, 2, false},  // copy_from_user_task
};

constexpr unsigned kDeepest = 8;               // calls, as the kernel has it
constexpr std::size_t kMostSteps = 4'000'000;  // a fraction of a second
constexpr std::size_t kStepsOfState = 32;      // what copying and comparing a state costs, in steps

std::uint32_t width_of(std::uint8_t code) {
  switch (code & kSizeMask) {
    case 0x00: return 4;
    case 0x08: return 2;
    case 0x10: return 1;
    default: return 8;
  }
}

// A store as it was seen: into which memory, where.
struct Stored {
  std::int32_t memory;
  std::int64_t offset;
  std::int64_t width;  // -1: unknown
  std::uint32_t instruction;
  bool zero, by_helper, text;
  auto operator<=>(const Stored&) const = default;
};

// A place that sends, as it was seen: what, from where.
struct Sent {
  std::int32_t map = 0;
  Value data;
  Value size;
};

class Interpreter {
 public:
  explicit Interpreter(const bpf::Code& code) : code_(code), length_(code.instructions.size()) {}

  std::vector<Send> run() {
    State entry;
    entry.registers.fill(Value::unknown());
    static_cast<void>(call(0, entry, new_memory({-1, 0}), 0));
    for (std::size_t i = 0; i < callbacks_.size(); ++i)
      static_cast<void>(call(callbacks_[i], entry, new_memory({-2, i}), 0));
    return collect();
  }

 private:
  // A memory by what it is: a frame (of a caller's frame, at an instruction), a record (-3), a map's values (-4).
  using MemoryKey = std::pair<std::int64_t, std::size_t>;
  static constexpr std::int64_t kRecord = -3, kValues = -4;

  std::int32_t new_memory(MemoryKey key) {
    return memories_.emplace(key, static_cast<std::int32_t>(memories_.size())).first->second;
  }

  // Interprets the function at `entry` with the caller's registers; what r0 is when it returns.
  Value call(std::size_t entry, const State& from, std::int32_t frame, unsigned depth) {
    if (depth > kDeepest || entry >= length_) return Value::unknown();
    std::map<std::size_t, State> known;
    std::set<std::size_t> pending{entry};
    State begin;
    std::copy_n(from.registers.begin(), 6, begin.registers.begin());
    begin.registers[State::kFrame] = Value::pointer(frame, 0);
    known.emplace(entry, begin);
    Value result;
    while (!pending.empty()) {
      const std::size_t at = *pending.begin();
      pending.erase(pending.begin());
      Path path{at, known.at(at), frame, depth};
      steps_ += kStepsOfState + path.state.spilled.size();
      for (const std::size_t next : follow(path, result)) {
        const auto [place, is_new] = known.try_emplace(next, path.state);
        if (is_new || place->second.merge(path.state)) pending.insert(next);
      }
    }
    return result.is(Kind::nothing) ? Value::unknown() : result;
  }

  struct Path {
    std::size_t at;
    State state;
    std::int32_t frame;
    unsigned depth;
  };

  // Goes on to the next jump; where that may lead.
  std::vector<std::size_t> follow(Path& path, Value& result) {
    for (; path.at < length_ && steps_ < kMostSteps; ++path.at, ++steps_) {
      const bpf::Instruction& instruction = code_.instructions[path.at];
      const std::uint8_t kind = instruction.code & kClassMask;
      const std::uint8_t op = instruction.code & kOpMask;
      if (kind != kJmp && kind != kJmp32) {
        step(path, instruction);
        continue;
      }
      if (op == kCall && kind == kJmp) {
        call_out(path, instruction);
        continue;
      }
      if (op == kExit) {
        result = join(result, path.state.registers[0]);
        return {};
      }
      const std::int64_t far = op == kJa && kind == kJmp32 ? instruction.immediate : instruction.offset;
      const std::size_t target = path.at + 1 + static_cast<std::size_t>(far);
      if (op == kJa) return {target};
      return {path.at + 1, target};
    }
    return {};
  }

  void step(Path& path, const bpf::Instruction& instruction) {
    auto& registers = path.state.registers;
    if (instruction.destination >= State::kRegisters || instruction.source >= State::kRegisters) return;
    switch (instruction.code & kClassMask) {
      case kLd: load_immediate(path, instruction); break;
      case kLdx: registers[instruction.destination] = load(path, instruction); break;
      case kSt: store(path, instruction, Value::of(instruction.immediate)); break;
      case kStx: store(path, instruction, registers[instruction.source]); break;
      default: compute(path, instruction); break;
    }
  }

  void load_immediate(Path& path, const bpf::Instruction& instruction) {
    Value& to = path.state.registers[instruction.destination];
    if (instruction.code != kLoadImmediate64 || path.at + 1 >= length_) {
      to = Value::unknown();
      return;
    }
    const bpf::Instruction& second = code_.instructions[++path.at];
    switch (instruction.source) {
      case 0:
        to = Value::of(static_cast<std::int64_t>(static_cast<std::uint64_t>(second.immediate) << 32 |
                                                 static_cast<std::uint32_t>(instruction.immediate)));
        break;
      case bpf::kMapDescriptor: to = Value::map(instruction.immediate); break;
      case kMapValue: to = Value::pointer(values_of(instruction.immediate), second.immediate); break;
      case kFunction:
        remember_callback(path.at + static_cast<std::size_t>(std::int64_t{instruction.immediate}));
        [[fallthrough]];
      default: to = Value::unknown();
    }
  }

  std::int32_t values_of(std::int32_t map) { return new_memory({kValues, static_cast<std::size_t>(map)}); }

  void remember_callback(std::size_t entry) {
    if (std::ranges::find(callbacks_, entry) == callbacks_.end()) callbacks_.push_back(entry);
  }

  static Value load(const Path& path, const bpf::Instruction& instruction) {
    const Value& from = path.state.registers[instruction.source];
    if (!from.is(Kind::pointer) || from.what != path.frame || width_of(instruction.code) != 8) return Value::unknown();
    const auto slot = path.state.spilled.find(from.number + instruction.offset);
    return slot == path.state.spilled.end() ? Value::unknown() : slot->second;
  }

  void store(Path& path, const bpf::Instruction& instruction, const Value& value) {
    const Value& to = path.state.registers[instruction.destination];
    if ((instruction.code & kModeMask) != kModeMem || !to.is(Kind::pointer)) return;
    const std::int64_t offset = to.number + instruction.offset;
    const std::uint32_t width = width_of(instruction.code);
    const bool zero = value.is(Kind::number) && value.number == 0;
    if (to.what == path.frame) {
      if (width == 8) path.state.spilled[offset] = value;
      else path.state.spilled.erase(offset & ~std::int64_t{7});
    }
    // A pointer is not sent: what is stored so is spilled.
    if (value.is(Kind::pointer) || value.is(Kind::map)) return;
    stored_.insert({to.what, offset, width, static_cast<std::uint32_t>(path.at), zero, false, false});
  }

  static std::optional<std::int64_t> computed(std::uint8_t op, std::int64_t one, std::int64_t other) {
    const auto a = static_cast<std::uint64_t>(one);
    const auto b = static_cast<std::uint64_t>(other);
    switch (op) {
      case kAdd: return static_cast<std::int64_t>(a + b);
      case kSub: return static_cast<std::int64_t>(a - b);
      case kOr: return static_cast<std::int64_t>(a | b);
      case kAnd: return static_cast<std::int64_t>(a & b);
      case kLsh: return static_cast<std::int64_t>(a << (b & 63));
      default: return std::nullopt;
    }
  }

  void compute(Path& path, const bpf::Instruction& instruction) {
    auto& registers = path.state.registers;
    Value& to = registers[instruction.destination];
    const bool from_register = (instruction.code & kRegisterSource) != 0;
    const Value with = from_register ? registers[instruction.source] : Value::of(instruction.immediate);
    const std::uint8_t op = instruction.code & kOpMask;
    const bool whole = (instruction.code & kClassMask) == kAlu64;
    if (op == kMov) {
      const bool same = instruction.offset == 0 && (whole || with.is(Kind::number));  // else it is sign-extended
      to = same ? with : Value::unknown();
    } else if (to.is(Kind::pointer) && with.is(Kind::number) && whole && (op == kAdd || op == kSub)) {
      to.number += op == kAdd ? with.number : -with.number;
    } else if (to.is(Kind::number) && with.is(Kind::number) && computed(op, to.number, with.number)) {
      to.number = *computed(op, to.number, with.number);
    } else if (to.is(Kind::number) && with.is(Kind::pointer) && whole && op == kAdd) {
      to = Value::pointer(with.what, with.number + to.number);
    } else {
      to = Value::unknown();
    }
    if (!whole && to.is(Kind::number)) to.number = static_cast<std::uint32_t>(to.number);
  }

  void call_out(Path& path, const bpf::Instruction& instruction) {
    auto& registers = path.state.registers;
    Value result = Value::unknown();
    if (instruction.source == kOwnFunction) {
      const std::size_t entry = path.at + 1 + static_cast<std::size_t>(std::int64_t{instruction.immediate});
      result = call(entry, path.state, new_memory({path.frame, path.at}), path.depth + 1);
    } else if (instruction.source == 0) {
      result = helper(path, instruction.immediate);
    }
    registers[0] = result;
    std::fill(registers.begin() + 1, registers.begin() + 6, Value::unknown());
  }

  Value helper(const Path& path, std::int32_t number) {
    const auto& registers = path.state.registers;
    for (const Filler& filler : kFillers)
      if (filler.helper == number) fill(path, filler);
    switch (number) {
      case kMapLookup:
      case kMapLookupPerCpu:
        return registers[1].is(Kind::map) ? Value::pointer(values_of(registers[1].what), 0) : Value::unknown();
      case kRingReserve: {
        const Value record = Value::pointer(new_memory({kRecord, path.at}), 0);
        send(path, registers[1], record, registers[2]);
        return record;
      }
      case kRingReserveDynptr: send(path, registers[1], Value::unknown(), registers[2]); break;
      case kRingOutput: send(path, registers[1], registers[2], registers[3]); break;
      case kPerfOutput:
      case kSkbOutput:
      case kXdpOutput: send(path, registers[2], registers[4], registers[5]); break;
      default: break;
    }
    return Value::unknown();
  }

  void fill(const Path& path, const Filler& filler) {
    const Value& to = path.state.registers[filler.to];
    const Value& size = path.state.registers[filler.size];
    if (!to.is(Kind::pointer)) return;
    const std::int64_t width = size.is(Kind::number) && size.number >= 0 ? size.number : -1;
    stored_.insert({to.what, to.number, width, static_cast<std::uint32_t>(path.at), false, true, filler.text});
  }

  void send(const Path& path, const Value& map, const Value& data, const Value& size) {
    if (map.is(Kind::map)) sent_[{path.at, path.frame}] = Sent{map.what, data, size};
  }

  std::string map_name(std::int32_t descriptor) const {
    const auto found = code_.maps.find(descriptor);
    return found == code_.maps.end() ? std::string() : found->second;
  }

  std::string map_of_memory(std::int32_t memory) const {
    for (const auto& [key, id] : memories_)
      if (id == memory && key.first == kValues) return map_name(static_cast<std::int32_t>(key.second));
    return {};
  }

  std::vector<Send> collect() const {
    std::vector<Send> all;
    for (const auto& [place, sent] : sent_) {
      Send send{map_name(sent.map), static_cast<std::uint32_t>(place.first), std::nullopt, {}, {}};
      if (sent.size.is(Kind::number) && sent.size.number > 0 && sent.size.number <= UINT32_MAX / 8)
        send.size = static_cast<std::uint32_t>(sent.size.number);
      if (sent.data.is(Kind::pointer)) {
        send.writes = writes_into(sent.data, send.size);
        send.from_map = map_of_memory(sent.data.what);
      }
      all.push_back(std::move(send));
    }
    return all;
  }

  std::vector<Write> writes_into(const Value& data, std::optional<std::uint32_t> size) const {
    std::vector<Write> writes;
    for (const Stored& each : stored_) {
      const std::int64_t offset = each.offset - data.number;
      if (each.memory != data.what || offset < 0 || offset >= std::int64_t{size.value_or(UINT32_MAX / 8)}) continue;
      const auto width = each.width < 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(each.width));
      writes.push_back(
          {static_cast<std::uint32_t>(offset), width, each.instruction, each.zero, each.by_helper, each.text});
    }
    return writes;
  }

  const bpf::Code& code_;
  std::size_t length_;
  std::size_t steps_ = 0;
  std::map<MemoryKey, std::int32_t> memories_;
  std::set<Stored> stored_;
  std::map<std::pair<std::size_t, std::int32_t>, Sent> sent_;
  std::vector<std::size_t> callbacks_;
};

}  // namespace

std::vector<Send> sends_of(const bpf::Code& code) { return Interpreter(code).run(); }

}  // namespace waggle::loader::infer
