// What is in a WebAssembly module: sections, imports, exports, memories, and the BPF objects that it carries.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "waggle/abi/modules.hh"
#include "waggle/toolchain/inspect/inspect.hh"
#include "waggle/toolchain/wasm_reader.hh"

namespace waggle::toolchain {
namespace {

// By the numbers of the binary format (WebAssembly Core Specification, "Modules").
enum SectionId : std::uint8_t {
  kCustom = 0,
  kType = 1,
  kImport = 2,
  kFunction = 3,
  kMemory = 5,
  kExport = 7,
  kData = 11
};
constexpr auto kSections =
    std::to_array<std::string_view>({"custom", "types", "imports", "functions", "tables", "memories", "globals",
                                     "exports", "start", "elements", "code", "data", "data count", "tags"});
constexpr std::size_t kHeader = 8;
enum class Extern : std::uint8_t { function, table, memory, global, tag };
enum LimitFlag : std::uint8_t { kHasMaximum = 1, kShared = 2, kWide = 4 };

// Initial memories are put together only so far: where an object may lie, and not what a hostile module claims.
constexpr std::uint64_t kMostMemory = std::uint64_t{256} << 20;

vm::ExternKind kind_of(std::uint8_t kind) {
  switch (static_cast<Extern>(kind)) {
    case Extern::function: return vm::ExternKind::function;
    case Extern::table: return vm::ExternKind::table;
    case Extern::memory: return vm::ExternKind::memory;
    case Extern::global: return vm::ExternKind::global;
    default: return vm::ExternKind::other;
  }
}

// vm::FuncType's letters.
char letter(std::uint8_t type) {
  switch (type) {
    case 0x7f: return 'i';
    case 0x7e: return 'I';
    case 0x7d: return 'f';
    case 0x7c: return 'F';
    case 0x7b: return 'v';
    default: return 'r';
  }
}

std::uint64_t number_at(Bytes elf, std::size_t offset, std::size_t size) {
  std::uint64_t number = 0;
  std::memcpy(&number, elf.data() + offset, size);
  return number;
}

// The BPF object that `bytes` begins with; none where it does not.
Bytes object_at(Bytes bytes) {
  constexpr std::size_t kElfHeader = 64;
  constexpr std::uint64_t kBpfMachine = 247;  // EM_BPF
  if (bytes.size() < kElfHeader || number_at(bytes, 18, 2) != kBpfMachine) return {};
  // It ends with its table of sections, where every compiler puts it.
  const std::uint64_t table = number_at(bytes, 40, 8);
  const std::uint64_t end = table + number_at(bytes, 58, 2) * number_at(bytes, 60, 2);
  return table < bytes.size() && end <= bytes.size() ? bytes.first(end) : Bytes();
}

class GuestReader {
 public:
  GuestReader(Bytes wasm, const InspectOptions& options) : wasm_(wasm), options_(options) {
    report_.name = options.name;
    report_.size = wasm.size();
  }

  Result<GuestReport> read() {
    WasmReader in(wasm_.subspan(std::min(kHeader, wasm_.size())), kHeader);
    while (!in.done()) {
      const std::uint8_t id = in.byte();
      WasmReader section = in.section(in.u32());
      const std::size_t size = section.size();
      std::string name(id < kSections.size() ? kSections[id] : "unknown");
      if (id == kCustom) name += fmt::format(" {}", section.name());
      report_.sections.push_back({std::move(name), size});
      read_section(id, section);
      in.adopt(section);
    }
    if (in.failed()) return Error(ENOEXEC, fmt::format("{}: {}", options_.name, in.why()));
    WAGGLE_CHECK(find_objects(memory_));
    for (const Bytes segment : passive_) WAGGLE_CHECK(find_objects(segment));
    return std::move(report_);
  }

 private:
  void read_section(std::uint8_t id, WasmReader& in) {
    if (id != kType && id != kImport && id != kFunction && id != kMemory && id != kExport && id != kData) return;
    for (std::uint32_t left = in.u32(); left != 0 && !in.failed(); --left) switch (id) {
        case kType: read_type(in); break;
        case kImport: read_import(in); break;
        case kFunction: functions_.push_back(type_at(in, in.u32())); break;
        case kMemory: report_.memories.push_back(limits(in)); break;
        case kExport: read_export(in); break;
        default: read_data(in); break;
      }
  }

  void read_type(WasmReader& in) {
    if (in.byte() != 0x60) in.fail("a type that is no function's");
    vm::FuncType type;
    for (std::uint32_t left = in.u32(); left != 0 && !in.failed(); --left) type += letter(in.byte());
    type += ')';
    for (std::uint32_t left = in.u32(); left != 0 && !in.failed(); --left) type += letter(in.byte());
    types_.push_back(std::move(type));
  }

  vm::FuncType type_at(WasmReader& in, std::uint32_t index) {
    if (index < types_.size()) return types_[index];
    in.fail("a type that is not there");
    return {};
  }

  static MemoryReport limits(WasmReader& in) {
    const std::uint8_t flags = in.byte();
    MemoryReport memory{
        .shared = (flags & kShared) != 0, .is_64_bit = (flags & kWide) != 0, .minimum = in.u64(), .maximum = {}};
    if ((flags & kHasMaximum) != 0) memory.maximum = in.u64();
    return memory;
  }

  void read_import(WasmReader& in) {
    vm::Import import{.module = std::string(in.name()), .name = std::string(in.name()), .kind = {}, .type = {}};
    const std::uint8_t kind = in.byte();
    import.kind = kind_of(kind);
    switch (static_cast<Extern>(kind)) {
      case Extern::function:
        import.type = type_at(in, in.u32());
        functions_.push_back(import.type);
        break;
      case Extern::table: in.byte(), limits(in); break;
      case Extern::memory:
        report_.memories.push_back(limits(in));
        report_.memories.back().imported = true;
        break;
      case Extern::global: in.take(2); break;
      default: in.byte(), in.u32(); break;
    }
    const abi::Prospect prospect = abi::prospect_of(import);
    const bool is_function = import.kind == vm::ExternKind::function;
    report_.imports.push_back({.module = import.module,
                               .name = import.name,
                               .type = is_function ? vm::spell(import.type) : std::string(vm::spell(import.kind)),
                               .known = prospect.known,
                               .grants = policy::to_string(prospect.needs),
                               .needs_allow = !policy::default_grants().contains(prospect.needs),
                               .remark = prospect.remark});
  }

  void read_export(WasmReader& in) {
    std::string name(in.name());
    const std::uint8_t kind = in.byte();
    const std::uint32_t index = in.u32();
    const bool is_function = static_cast<Extern>(kind) == Extern::function && index < functions_.size();
    report_.exports.push_back(
        {std::move(name), std::string(vm::spell(kind_of(kind))), is_function ? vm::spell(functions_[index]) : ""});
  }

  // A number as the offset of a segment; what is computed otherwise has its bytes looked at alone.
  void read_data(WasmReader& in) {
    const std::uint32_t mode = in.u32();
    std::optional<std::uint64_t> offset;
    if (mode == 2) in.u32();
    if (mode != 1) {
      const std::uint8_t instruction = in.byte();
      const std::int64_t number = in.s64();
      if (instruction == 0x41) offset = static_cast<std::uint32_t>(number);  // i32.const
      if (instruction == 0x42) offset = static_cast<std::uint64_t>(number);  // i64.const
      if (in.byte() != 0x0b) in.fail("an offset that is more than one instruction");
    }
    const Bytes bytes = in.take(in.u32());
    if (!offset || *offset > kMostMemory || bytes.size() > kMostMemory - *offset) return passive_.push_back(bytes);
    memory_.resize(std::max<std::uint64_t>(memory_.size(), *offset + bytes.size()));
    std::ranges::copy(bytes, memory_.begin() + static_cast<std::ptrdiff_t>(*offset));
  }

  // An object may be in several segments, since linkers leave out zeros: memory is searched as the guest will see it.
  Result<void> find_objects(Bytes bytes) {
    constexpr std::string_view kMagic(
        "\x7f"
        "ELF\x02\x01",
        6);
    const std::string_view text = as_text(bytes);
    for (std::size_t at = text.find(kMagic); at != text.npos; at = text.find(kMagic, at + 1)) {
      const Bytes elf = object_at(bytes.subspan(at));
      if (elf.empty()) continue;
      WAGGLE_TRY(ObjectReport object,
                 inspect_object(elf, {.name = fmt::format("{}+{:#x}", options_.name, at), .kernel = options_.kernel}));
      report_.objects.push_back(std::move(object));
    }
    return {};
  }

  Bytes wasm_;
  const InspectOptions& options_;
  GuestReport report_;
  std::vector<vm::FuncType> types_;
  std::vector<vm::FuncType> functions_;  // imported ones first
  ByteVector memory_;
  std::vector<Bytes> passive_;
};

}  // namespace

Result<GuestReport> inspect_guest(Bytes wasm, const InspectOptions& options) {
  return GuestReader(wasm, options).read();
}

}  // namespace waggle::toolchain
