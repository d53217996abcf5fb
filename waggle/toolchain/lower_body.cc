#include "waggle/toolchain/lower_body.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "waggle/toolchain/wasm_writer.hh"

namespace waggle::toolchain {
namespace {

using enum ValueType;

constexpr std::uint64_t kMaxLocals = 50'000;  // engines refuse more

// Instructions that are written or need a name. Numbers of the specification's chapter 5.4.
enum Opcode : std::uint8_t {
  kUnreachable = 0x00,
  kIf = 0x04,
  kElse = 0x05,
  kEnd = 0x0b,
  kCall = 0x10,
  kCallIndirect = 0x11,
  kLocalGet = 0x20,
  kLocalSet = 0x21,
  kLocalTee = 0x22,
  kI32Load = 0x28,
  kI64Load = 0x29,
  kI32Const = 0x41,
  kI64Const = 0x42,
  kI32Eq = 0x46,
  kI64ShrU = 0x88,
  kI32WrapI64 = 0xa7,
  kI64ExtendI32S = 0xac,
  kI64ExtendI32U = 0xad,
};
constexpr std::uint8_t kVoidBlock = 0x40;

// What is stored: i32.store ... i64.store32.
constexpr std::uint8_t kFirstStore = 0x36;
constexpr ValueType kStored[] = {i32, i64, f32, f64, i32, i32, i64, i64, i64};

// What follows an opcode, and what its instruction does with addresses.
enum class Form : std::uint8_t {
  unknown,
  plain,          // nothing, and no addresses
  number,         // a signed number: a constant, the type of a block
  index,          // of a label, function, local or global
  branch_table,   // a vector of labels, then one
  call_indirect,  // type, table
  select_typed,   // a vector of types
  table_element,  // a table, whose index is consumed: table.get, table.set
  memory_size,    // memory
  memory_grow,    // memory
  f32_const,
  f64_const,
  load,
  store,
  bulk,    // more opcodes, behind the prefix 0xfc
  vector,  // behind 0xfd
  atomic,  // behind 0xfe
};

constexpr std::array<Form, 256> kForms = [] {
  std::array<Form, 256> forms{};
  const auto set = [&](Form form, std::initializer_list<std::uint8_t> opcodes) {
    for (const std::uint8_t opcode : opcodes) forms[opcode] = form;
  };
  const auto range = [&](Form form, unsigned first, unsigned last) {
    for (unsigned opcode = first; opcode <= last; ++opcode) forms[opcode] = form;
  };
  set(Form::plain, {0x00, 0x01, 0x05, 0x0b, 0x0f});  // unreachable nop else end return
  set(Form::plain, {0x1a, 0x1b, 0xd1});              // drop select ref.is_null
  range(Form::plain, 0x45, 0xc4);                    // arithmetic
  set(Form::number, {0x02, 0x03, 0x04});             // block loop if
  set(Form::number, {0x41, 0x42, 0xd0});             // i32.const i64.const ref.null
  set(Form::index, {0x0c, 0x0d, 0x10, 0x12});        // br br_if call return_call
  range(Form::index, 0x20, 0x24);                    // locals and globals
  set(Form::index, {0xd2});                          // ref.func
  set(Form::branch_table, {0x0e});
  set(Form::call_indirect, {0x11, 0x13});  // call_indirect return_call_indirect
  set(Form::select_typed, {0x1c});
  set(Form::table_element, {0x25, 0x26});
  range(Form::load, 0x28, 0x35);
  range(Form::store, 0x36, 0x3e);
  set(Form::memory_size, {0x3f});
  set(Form::memory_grow, {0x40});
  set(Form::f32_const, {0x43});
  set(Form::f64_const, {0x44});
  set(Form::bulk, {0xfc});
  set(Form::vector, {0xfd});
  set(Form::atomic, {0xfe});
  return forms;
}();

// Whether the opcode's instruction takes or gives a number with a fraction; those behind a prefix have their own.
constexpr bool is_of_floats(std::uint8_t opcode) {
  const auto in = [opcode](unsigned first, unsigned last) { return opcode >= first && opcode <= last; };
  return in(0x2a, 0x2b) || in(0x38, 0x39) || in(0x43, 0x44) || in(0x5b, 0x66) || in(0x8b, 0xa6) || in(0xa8, 0xab) ||
         in(0xae, 0xbf);
}

// An operand of an instruction, from the lowest on the stack to the top.
struct Operand {
  ValueType type;
  bool wide;  // an address, an index or a length of 64 bits, wanted as 32
};

class Body {
 public:
  Body(WasmReader& in, ModuleShape& shape, std::uint32_t params, bool check_pointers)
      : in_(in), shape_(shape), next_local_(params), check_pointers_(check_pointers) {}

  ByteVector run() {
    read_locals();
    while (!in_.done()) instruction();
    WasmWriter all;
    all.u64(locals_.size() + scratch_.size());
    for (const auto& [count, type] : locals_) {
      all.u64(count);
      all.raw(type);
    }
    for (const Scratch& one : scratch_) {
      all.u64(1);
      all.byte(static_cast<std::uint8_t>(one.type));
    }
    all.raw(out_.bytes());
    return all.take();
  }

 private:
  struct Scratch {
    ValueType type;
    std::uint32_t index;
  };
  // An i64.load in the output, and where that ended with it.
  struct WideLoad {
    std::size_t begin, end;
    std::uint32_t alignment;
    std::uint64_t offset;
  };

  void read_locals() {
    std::uint64_t total = next_local_;
    for (std::uint32_t groups = in_.u32(); groups && !in_.failed(); --groups) {
      const std::uint32_t count = in_.u32();
      const std::size_t mark = in_.position();
      skip_value_type(in_);
      locals_.emplace_back(count, in_.since(mark));
      total += count;
      if (total > kMaxLocals) in_.fail("it has too many locals");
    }
    next_local_ = static_cast<std::uint32_t>(total);
  }

  // The scratch local that is the nth of its type.
  std::uint32_t scratch(ValueType type, int nth) {
    for (const Scratch& one : scratch_)
      if (one.type == type && one.index != checked_ && nth-- == 0) return one.index;
    return add_scratch(type);
  }
  std::uint32_t add_scratch(ValueType type) {
    scratch_.push_back({type, next_local_});
    return next_local_++;
  }
  void local(Opcode opcode, std::uint32_t index) {
    out_.byte(opcode);
    out_.u64(index);
  }

  // The 64-bit value on top of the stack becomes a 32-bit one. Of one that has just been loaded, the lower half is
  // loaded instead, which comes first in memory.
  void narrow() {
    if (!check_pointers_ && loaded_ && loaded_->end == out_.bytes().size()) {
      out_.cut(loaded_->begin);
      out_.byte(kI32Load);
      out_.u64(std::min(loaded_->alignment, 2U));
      out_.u64(loaded_->offset);
      return loaded_.reset();
    }
    if (check_pointers_) {
      if (!checked_) checked_ = add_scratch(i64);
      local(kLocalTee, *checked_);
      out_.byte(kI64Const);
      out_.s64(32);
      for (const std::uint8_t code : {kI64ShrU, kI32WrapI64}) out_.byte(code);
      for (const std::uint8_t code : {std::uint8_t{kIf}, kVoidBlock, std::uint8_t{kUnreachable}, std::uint8_t{kEnd}})
        out_.byte(code);
      local(kLocalGet, *checked_);
    }
    out_.byte(kI32WrapI64);
  }

  // Narrows the wide ones of the operands on top of the stack: those above the lowest wide one are parked.
  void narrow(std::span<const Operand> operands) {
    while (!operands.empty() && !operands.front().wide) operands = operands.subspan(1);
    if (operands.empty()) return;
    const std::span<const Operand> above = operands.subspan(1);
    std::array<std::uint32_t, 2> parked{};
    for (std::size_t i = above.size(); i-- > 0;) {
      parked[i] = scratch(above[i].type, i == 0 && above.size() == 2 && above[1].type == above[0].type ? 1 : 0);
      local(kLocalSet, parked[i]);
    }
    narrow();
    for (std::size_t i = 0; i < above.size(); ++i) {
      local(kLocalGet, parked[i]);
      if (above[i].wide) narrow();
    }
  }
  template <std::size_t N>
  void narrow(const Operand (&operands)[N]) {
    narrow(std::span<const Operand>(operands));
  }

  void unknown(std::uint64_t opcode, std::uint8_t prefix = 0) {
    const std::string name = prefix ? fmt::format("{:#04x} {:#04x}", prefix, opcode) : fmt::format("{:#04x}", opcode);
    in_.fail(fmt::format("instruction {} cannot be lowered", name));
  }

  Table table(std::uint32_t index) {
    if (index < shape_.tables.size()) return shape_.tables[index];
    in_.fail("it names a table that is not there");
    return {funcref, false};
  }
  bool is_wide(std::uint32_t memory) {
    if (memory < shape_.memories.size()) return shape_.memories[memory];
    in_.fail("it names a memory that is not there");
    return false;
  }

  void copy(std::size_t mark) { out_.raw(in_.since(mark)); }
  void copy_then(std::size_t mark, std::uint8_t opcode, bool wide) {
    copy(mark);
    if (wide) out_.byte(opcode);
  }

  // An access to memory: alignment, perhaps a memory, an offset; `values` are above the address. `mark` is where the
  // instruction began; its opcode has been read.
  void access(std::size_t mark, std::initializer_list<ValueType> values) {
    const Bytes opcode = in_.since(mark);
    const std::uint32_t alignment = in_.u32();
    const std::uint32_t memory = alignment & 0x40U ? in_.u32() : 0;
    std::uint64_t offset = in_.u64();
    const bool wide = is_wide(memory);
    std::array<Operand, 3> operands{{{i64, wide}}};
    std::size_t n = 1;
    for (const ValueType value : values) operands[n++] = {value, false};
    narrow({operands.data(), n});
    if (offset > std::numeric_limits<std::uint32_t>::max()) {
      out_.byte(kUnreachable);  // such an address is outside of every memory, whatever is added to it
      offset = 0;
    }
    const std::size_t begin = out_.bytes().size();
    out_.raw(opcode);
    out_.u64(alignment);
    if (alignment & 0x40U) out_.u64(memory);
    out_.u64(offset);
    if (opcode.front() == std::byte{kI64Load} && !(alignment & 0x40U))
      loaded_ = {begin, out_.bytes().size(), alignment, offset};
  }

  void instruction() {
    const std::size_t mark = in_.position();
    const std::uint8_t opcode = in_.byte();
    shape_.computes_floats |= is_of_floats(opcode);
    switch (kForms[opcode]) {
      case Form::unknown: return unknown(opcode);
      case Form::plain: return copy(mark);
      case Form::number: in_.s64(); return copy(mark);
      case Form::index: in_.u32(); return copy(mark);
      case Form::branch_table:
        for (std::uint64_t n = std::uint64_t{in_.u32()} + 1; n && !in_.failed(); --n) in_.u32();
        return copy(mark);
      case Form::call_indirect: return call_indirect(mark, opcode);
      case Form::select_typed:
        for (std::uint32_t n = in_.u32(); n && !in_.failed(); --n) skip_value_type(in_);
        return copy(mark);
      case Form::table_element: return table_element(mark, opcode);
      case Form::memory_size: return copy_then(mark, kI64ExtendI32U, is_wide(in_.u32()));
      case Form::memory_grow: return memory_grow(mark);
      case Form::f32_const: in_.take(4); return copy(mark);
      case Form::f64_const: in_.take(8); return copy(mark);
      case Form::load: return access(mark, {});
      case Form::store: return access(mark, {kStored[opcode - kFirstStore]});
      case Form::bulk: return bulk(mark);
      case Form::vector: return vector(mark);
      case Form::atomic: return atomic(mark);
    }
  }

  void call_indirect(std::size_t mark, std::uint8_t opcode) {
    const std::uint32_t type = in_.u32(), from = in_.u32();
    narrow({{i64, table(from).wide}});
    const bool known = opcode == kCallIndirect && from == 0 && type < shape_.only_callees.size();
    if (known && shape_.only_callees[type])
      return call_likely(shape_.types[type], *shape_.only_callees[type], in_.since(mark));
    copy(mark);
  }

  // If the index on the stack is that of `callee`, calls it directly: without a look at the table and its types, and so
  // that Binaryen can inline it. Binaryen does not know blocks with parameters: the arguments go through locals.
  void call_likely(const Signature& signature, const Slot& callee, Bytes indirectly) {
    const std::uint32_t index = scratch(i32, 0);
    std::map<ValueType, int> taken{{i32, 1}};
    std::vector<std::uint32_t> arguments;
    arguments.reserve(signature.params.size());
    for (const ValueType type : signature.params) arguments.push_back(scratch(type, taken[type]++));
    local(kLocalSet, index);
    for (std::size_t i = arguments.size(); i-- > 0;) local(kLocalSet, arguments[i]);
    local(kLocalGet, index);
    out_.byte(kI32Const);
    out_.s64(callee.index);
    out_.byte(kI32Eq);
    out_.byte(kIf);
    out_.byte(signature.results.empty() ? kVoidBlock : static_cast<std::uint8_t>(signature.results.front()));
    for (const std::uint32_t argument : arguments) local(kLocalGet, argument);
    out_.byte(kCall);
    out_.u64(callee.function);
    out_.byte(kElse);
    for (const std::uint32_t argument : arguments) local(kLocalGet, argument);
    local(kLocalGet, index);
    out_.raw(indirectly);
    out_.byte(kEnd);
  }

  // table.get, table.set
  void table_element(std::size_t mark, std::uint8_t opcode) {
    const Table of = table(in_.u32());
    shape_.changes_tables |= opcode == 0x26;
    if (opcode == 0x25) narrow({{i64, of.wide}});
    else narrow({{i64, of.wide}, {of.element, false}});
    copy(mark);
  }

  void memory_grow(std::size_t mark) {
    const bool wide = is_wide(in_.u32());
    narrow({{i64, wide}});
    copy_then(mark, kI64ExtendI32S, wide);
  }

  void bulk(std::size_t mark) {
    const std::uint64_t opcode = in_.u64();
    if (opcode <= 7) return shape_.computes_floats = true, copy(mark);  // saturating conversions
    const std::uint32_t first = in_.u32();
    shape_.changes_tables |= opcode == 12 || opcode == 14 || opcode == 15 || opcode == 17;
    switch (opcode) {
      case 8:  // memory.init: a place in memory, one in the segment, a length
        narrow({{i64, is_wide(in_.u32())}, {i32, false}, {i32, false}});
        return copy(mark);
      case 9:
      case 13: return copy(mark);  // data.drop elem.drop
      case 10: {                   // memory.copy; the length is as wide as the narrower of the two
        const bool to = is_wide(first), from = is_wide(in_.u32());
        narrow({{address_type(to), to}, {address_type(from), from}, {address_type(to && from), to && from}});
        return copy(mark);
      }
      case 11: {  // memory.fill
        const bool wide = is_wide(first);
        narrow({{address_type(wide), wide}, {i32, false}, {address_type(wide), wide}});
        return copy(mark);
      }
      case 12:  // table.init: the segment is named before the table
        narrow({{i64, table(in_.u32()).wide}, {i32, false}, {i32, false}});
        return copy(mark);
      case 14: {  // table.copy
        const bool to = table(first).wide, from = table(in_.u32()).wide;
        narrow({{address_type(to), to}, {address_type(from), from}, {address_type(to && from), to && from}});
        return copy(mark);
      }
      case 15:  // table.grow: the new elements' value, how many
        narrow({{i64, table(first).wide}});
        return copy_then(mark, kI64ExtendI32S, table(first).wide);
      case 16: return copy_then(mark, kI64ExtendI32U, table(first).wide);  // table.size
      case 17: {                                                           // table.fill
        const Table of = table(first);
        narrow({{address_type(of.wide), of.wide}, {of.element, false}, {address_type(of.wide), of.wide}});
        return copy(mark);
      }
      default: unknown(opcode, 0xfc);
    }
  }
  static ValueType address_type(bool wide) { return wide ? i64 : i32; }

  void vector(std::size_t mark) {
    shape_.computes_floats = true;  // lanes may be
    const std::uint64_t opcode = in_.u64();
    if (opcode <= 10 || opcode == 92 || opcode == 93) return access(mark, {});  // loads
    if (opcode == 11) return access(mark, {v128});                              // v128.store
    if (opcode >= 84 && opcode <= 91) {                                         // loads and stores of a lane
      access(mark, {v128});
      return out_.byte(in_.byte());
    }
    if (opcode > 0x113) return unknown(opcode, 0xfd);
    if (opcode == 12 || opcode == 13) in_.take(16);      // v128.const, i8x16.shuffle
    else if (opcode >= 21 && opcode <= 34) in_.take(1);  // a lane
    copy(mark);
  }

  void atomic(std::size_t mark) {
    // Of each group of seven: the whole width of i32 and i64, then parts of them.
    static constexpr ValueType kOf[] = {i32, i64, i32, i32, i64, i64, i64};
    const std::uint64_t opcode = in_.u64();
    if (opcode == 0) return access(mark, {i32});                    // memory.atomic.notify
    if (opcode == 1) return access(mark, {i32, i64});               // wait32: what is expected, a time
    if (opcode == 2) return access(mark, {i64, i64});               // wait64
    if (opcode == 3) return in_.take(1), copy(mark);                // atomic.fence
    if (opcode >= 0x10 && opcode <= 0x16) return access(mark, {});  // loads
    if (opcode >= 0x17 && opcode <= 0x47) return access(mark, {kOf[(opcode - 0x17) % 7]});  // stores and rmw
    if (opcode >= 0x48 && opcode <= 0x4e) {                                                 // cmpxchg
      const ValueType type = kOf[opcode - 0x48];
      return access(mark, {type, type});
    }
    unknown(opcode, 0xfe);
  }

  WasmReader& in_;
  ModuleShape& shape_;
  std::uint32_t next_local_;
  bool check_pointers_;
  std::vector<std::pair<std::uint32_t, Bytes>> locals_;  // as declared: how many, the type's bytes
  std::vector<Scratch> scratch_;
  std::optional<std::uint32_t> checked_;  // the one that holds an address while it is checked
  std::optional<WideLoad> loaded_;        // the last one
  WasmWriter out_;
};

}  // namespace

std::uint8_t skip_value_type(WasmReader& reader) {
  const std::uint8_t type = reader.byte();
  if (type == 0x63 || type == 0x64) reader.s64();  // (ref null ht), (ref ht)
  return type;
}

ByteVector lower_body(WasmReader& body, ModuleShape& shape, std::uint32_t params, bool check_pointers) {
  return Body(body, shape, params, check_pointers).run();
}

}  // namespace waggle::toolchain
