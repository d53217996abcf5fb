#include "waggle/toolchain/lower.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "waggle/toolchain/float_formats.hh"
#include "waggle/toolchain/lower_body.hh"
#include "waggle/toolchain/wasm_reader.hh"
#include "waggle/toolchain/wasm_writer.hh"

namespace waggle::toolchain {
namespace {

constexpr std::array kHeader{std::byte{0}, std::byte{'a'}, std::byte{'s'}, std::byte{'m'},
                             std::byte{1}, std::byte{0},   std::byte{0},   std::byte{0}};
constexpr std::uint64_t kMaxPages = 65'536;  // of 64 KiB: what 32 bits address

enum class SectionId : std::uint8_t {
  custom,
  type,
  import,
  function,
  table,
  memory,
  global,
  exports,
  start,
  element,
  code,
  data,
  data_count,
  tag
};
enum class Extern : std::uint8_t { function, table, memory, global, tag };
enum LimitFlag : std::uint8_t { kHasMaximum = 1, kShared = 2, kWide = 4 };

struct Section {
  SectionId id;
  WasmReader content;
};

// The name section's names of functions, looked up for a message.
std::string name_of_function(const std::vector<Section>& sections, std::uint32_t wanted) {
  for (Section section : sections) {
    WasmReader& in = section.content;
    if (section.id != SectionId::custom || in.name() != "name") continue;
    while (!in.done()) {
      const std::uint8_t kind = in.byte();
      WasmReader part = in.section(in.u32());
      if (kind != 1) continue;
      for (std::uint32_t n = part.u32(); n && !part.failed(); --n) {
        const std::uint32_t index = part.u32();
        const std::string_view name = part.name();
        if (index == wanted && !part.failed()) return std::string(name);
      }
    }
  }
  return {};
}

class Lowering {
 public:
  explicit Lowering(const LowerOptions& options) : options_(options) {}

  Result<Lowered> run(Bytes module) {
    if (module.size() < kHeader.size() || !std::equal(kHeader.begin(), kHeader.end(), module.begin()))
      return Error(ENOEXEC, "it is not a WebAssembly module");
    out_.raw(kHeader);
    WasmReader in(module.subspan(kHeader.size()), kHeader.size());
    while (!in.done()) {
      const std::uint8_t id = in.byte();
      sections_.push_back({static_cast<SectionId>(id), in.section(in.u32())});
    }
    if (in.failed()) return Error(ENOEXEC, in.why());
    for (Section section : sections_) WAGGLE_CHECK(lower(section));
    return Lowered{out_.take(), has_float_format_ || shape_.computes_floats};
  }
  [[nodiscard]] bool changes_tables() const { return shape_.changes_tables; }

 private:
  Result<void> lower(Section& section) {
    WasmReader& in = section.content;
    WasmWriter lowered;
    function_ = {};
    lower(section.id, in, lowered);
    if (section.id != SectionId::custom && !in.done()) in.fail("a section has bytes behind its end");
    if (in.failed()) return Error(ENOEXEC, function_ + in.why());
    if (section.id == SectionId::custom && lowered.bytes().empty()) return {};
    out_.byte(static_cast<std::uint8_t>(section.id));
    out_.sized(lowered.bytes());
    return {};
  }

  void lower(SectionId id, WasmReader& in, WasmWriter& out) {
    switch (id) {
      case SectionId::custom: return custom(in, out);
      case SectionId::type: return types(in, out);
      case SectionId::import: return imports(in, out);
      case SectionId::function: return functions(in, out);
      case SectionId::table: return tables(in, out);
      case SectionId::memory: return memories(in, out);
      case SectionId::element: return elements(in, out);
      case SectionId::code: return code(in, out);
      case SectionId::data: return data(in, out);
      case SectionId::global:
      case SectionId::exports:
      case SectionId::start:
      case SectionId::data_count:
      case SectionId::tag: return out.raw(rest(in));
    }
    in.fail(fmt::format("it has a section of the unknown kind {}", static_cast<unsigned>(id)));
  }

  static Bytes rest(WasmReader& in) {
    const std::size_t mark = in.position();
    while (!in.done()) in.byte();
    return in.since(mark);
  }

  void custom(WasmReader& in, WasmWriter& out) const {
    const std::size_t mark = in.position();
    const std::string_view name = in.name();
    if (name == "linking") return in.fail("it is an object file, not a linked module");
    if (name == "dylink.0") return in.fail("it is a shared library");
    if (name == "name" ? !options_.keep_names : is_note(name)) return;
    rest(in);
    out.raw(in.since(mark));
  }
  static bool is_note(std::string_view name) {
    return name == "producers" || name == "target_features" || name.starts_with(".debug_") ||
           name.starts_with("reloc.");
  }

  void types(WasmReader& in, WasmWriter& out) {
    for (std::uint32_t n = in.u32(); n && !in.failed(); --n) {
      if (in.byte() != 0x60) return in.fail("it has a type that is not a function's");
      Signature& type = shape_.types.emplace_back();
      for (std::vector<ValueType>* values : {&type.params, &type.results})
        for (std::uint32_t i = in.u32(); i && !in.failed(); --i)
          values->push_back(static_cast<ValueType>(skip_value_type(in)));
    }
    copy_all(in, out);
  }
  static void copy_all(WasmReader& in, WasmWriter& out) { out.raw(in.since(0)); }

  void imports(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    out.u64(count);
    for (std::uint32_t n = count; n && !in.failed(); --n) {
      out.sized(in.take(in.u32()));
      out.sized(in.take(in.u32()));
      const std::uint8_t kind = in.byte();
      out.byte(kind);
      import(static_cast<Extern>(kind), in, out);
    }
  }

  void import(Extern kind, WasmReader& in, WasmWriter& out) {
    const std::size_t mark = in.position();
    switch (kind) {
      case Extern::function:
        function_types_.push_back(in.u32());
        ++imported_functions_;
        break;
      case Extern::table: return table(in, out);
      case Extern::memory: return memory(in, out);
      case Extern::global:
        skip_value_type(in);
        in.byte();
        break;
      case Extern::tag:
        in.byte();
        in.u32();
        break;
      default: return in.fail("it has an import of an unknown kind");
    }
    out.raw(in.since(mark));
  }

  void functions(WasmReader& in, WasmWriter& out) {
    for (std::uint32_t n = in.u32(); n && !in.failed(); --n) function_types_.push_back(in.u32());
    copy_all(in, out);
  }

  void tables(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    out.u64(count);
    for (std::uint32_t n = count; n && !in.failed(); --n) table(in, out);
  }
  void table(WasmReader& in, WasmWriter& out) {
    const auto element = static_cast<ValueType>(in.byte());
    if (element != ValueType::funcref && element != ValueType::externref)
      in.fail("it has a table whose elements are not funcref or externref");
    out.byte(static_cast<std::uint8_t>(element));
    shape_.tables.push_back({element, limits(in, out, std::numeric_limits<std::uint32_t>::max())});
  }

  void memories(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    out.u64(count);
    for (std::uint32_t n = count; n && !in.failed(); --n) memory(in, out);
  }
  void memory(WasmReader& in, WasmWriter& out) { shape_.memories.push_back(limits(in, out, kMaxPages)); }

  // Writes limits of 32 bits; whether they were of 64. `most` is what they can be in 32 bits.
  static bool limits(WasmReader& in, WasmWriter& out, std::uint64_t most) {
    const std::uint8_t flags = in.byte();
    if (flags & ~(kHasMaximum | kShared | kWide)) in.fail("a memory or table has limits of an unknown kind");
    const bool wide = flags & kWide;
    out.byte(flags & ~kWide);
    const std::uint64_t minimum = in.u64();
    if (wide && minimum > most) in.fail("a memory or table begins larger than 32 bits can address");
    out.u64(minimum);
    if (flags & kHasMaximum) out.u64(wide ? std::min(in.u64(), most) : in.u64());
    return wide;
  }

  // A constant expression, up to and with its `end`.
  static Bytes constant(WasmReader& in) {
    const std::size_t mark = in.position();
    while (!in.failed()) {
      switch (in.byte()) {
        case 0x0b: return in.since(mark);
        case 0x23:
        case 0xd2: in.u32(); break;  // global.get ref.func
        case 0x41:
        case 0x42:
        case 0xd0: in.s64(); break;  // i32.const i64.const ref.null
        case 0x6a:
        case 0x6b:
        case 0x6c:
        case 0x7c:
        case 0x7d:
        case 0x7e: break;  // add sub mul
        default: in.fail("a constant expression has an instruction that cannot be lowered");
      }
    }
    return {};
  }

  // Where a segment is put: in a wide memory or table, the number must be written out, and is answered.
  static std::uint32_t place(WasmReader& in, WasmWriter& out, bool wide) {
    if (!wide) return out.raw(constant(in)), 0;
    const std::uint8_t opcode = in.byte();
    const std::int64_t at = in.s64();
    if (opcode != 0x42 || in.byte() != 0x0b)
      return in.fail("a segment's place is not a number: the module is not linked"), 0;
    if (at < 0 || at > std::numeric_limits<std::uint32_t>::max()) return in.fail("a segment lies beyond 4 GiB"), 0;
    out.byte(0x41);
    out.s64(static_cast<std::int32_t>(at));
    out.byte(0x0b);
    return static_cast<std::uint32_t>(at);
  }

  void elements(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    out.u64(count);
    for (std::uint32_t n = count; n && !in.failed(); --n) {
      const std::uint32_t flags = in.u32();  // bit 0 not active, bit 1 names its table or kind, bit 2 expressions
      if (flags > 7) return in.fail("an element segment is of an unknown kind");
      out.u64(flags);
      Slot slot{};
      if (!(flags & 1U)) {
        const std::uint32_t table = flags & 2U ? in.u32() : 0;
        if (flags & 2U) out.u64(table);
        if (table >= shape_.tables.size()) return in.fail("an element segment names a table that is not there");
        slot.index = place(in, out, shape_.tables[table].wide);
        slots_are_all_known_ &= flags == 0 && shape_.tables[table].wide;
      }
      const std::size_t mark = in.position();
      if (flags & 3U) skip_value_type(in);  // the kind of the elements
      for (std::uint32_t i = in.u32(); i && !in.failed(); --i, ++slot.index) {
        if (flags & 4U) constant(in);
        else slot.function = in.u32();
        if (flags == 0) slots_.push_back(slot);
      }
      out.raw(in.since(mark));
    }
  }

  void data(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    out.u64(count);
    for (std::uint32_t n = count; n && !in.failed(); --n) {
      const std::uint32_t flags = in.u32();  // 0 in memory 0, 1 passive, 2 names its memory
      if (flags > 2) return in.fail("a data segment is of an unknown kind");
      out.u64(flags);
      const std::uint32_t memory = flags == 2 ? in.u32() : 0;
      if (flags == 2) out.u64(memory);
      if (flags != 1) {
        if (memory >= shape_.memories.size()) return in.fail("a data segment names a memory that is not there");
        place(in, out, shape_.memories[memory]);
      }
      const Bytes content = in.take(in.u32());
      has_float_format_ |= has_float_format(content);
      out.sized(content);
    }
  }

  void code(WasmReader& in, WasmWriter& out) {
    const std::uint32_t count = in.u32();
    if (imported_functions_ + std::uint64_t{count} != function_types_.size())
      return in.fail("it has more or fewer functions than it declares");
    if (std::ranges::any_of(function_types_, [&](std::uint32_t type) { return type >= shape_.types.size(); }))
      return in.fail("a function has a type that is not there");
    find_only_callees();
    out.u64(count);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
      const Signature& type = shape_.types[function_types_[imported_functions_ + i]];
      WasmReader body = in.section(in.u32());
      const auto params = static_cast<std::uint32_t>(type.params.size());
      const ByteVector lowered = lower_body(body, shape_, params, options_.check_pointers);
      if (body.failed()) {
        function_ = describe(imported_functions_ + i);
        in.adopt(body);
        return;
      }
      out.sized(lowered);
    }
  }

  // What a call by pointer can call, wasm-ld's table tells: all functions whose address is taken, by their types.
  void find_only_callees() {
    shape_.only_callees.assign(shape_.types.size(), std::nullopt);
    if (!options_.direct_calls || !slots_are_all_known_) return;
    for (std::size_t type = 0; type < shape_.types.size(); ++type) {
      if (!is_simple(shape_.types[type])) continue;
      std::vector<Slot> callees;
      for (const Slot& slot : slots_)
        if (slot.function < function_types_.size() &&
            shape_.types[function_types_[slot.function]] == shape_.types[type])
          callees.push_back(slot);
      if (callees.size() == 1) shape_.only_callees[type] = callees.front();
    }
  }

  static bool is_simple(const Signature& type) {
    const auto is_number = [](ValueType value) { return value >= ValueType::f64 && value <= ValueType::i32; };
    return type.results.size() <= 1 && std::ranges::all_of(type.params, is_number) &&
           std::ranges::all_of(type.results, is_number);
  }

  std::string describe(std::uint32_t function) const {
    const std::string name = name_of_function(sections_, function);
    return fmt::format("in function {}{}: ", function, name.empty() ? "" : fmt::format(" ({})", name));
  }

  const LowerOptions options_;
  std::vector<Section> sections_;
  ModuleShape shape_;
  std::uint32_t imported_functions_ = 0;
  std::vector<std::uint32_t> function_types_;  // imported ones first
  std::vector<Slot> slots_;                    // of table 0, as the module begins
  bool slots_are_all_known_ = true;            // else a segment is not written as wasm-ld writes it
  bool has_float_format_ = false;
  std::string function_;  // what a failure happened in
  WasmWriter out_;
};

}  // namespace

Result<Lowered> lower(Bytes module, const LowerOptions& options) {
  Lowering lowering(options);
  WAGGLE_TRY(Lowered lowered, lowering.run(module));
  if (!options.direct_calls || !lowering.changes_tables()) return lowered;
  LowerOptions without = options;
  without.direct_calls = false;
  return lower(module, without);
}

}  // namespace waggle::toolchain
