#include "waggle/vm/module.hh"

#include <utility>

#include "waggle/vm/aot_file.hh"
#include "waggle/vm/capi.hh"

namespace waggle::vm {
namespace {

const std::uint8_t* raw_bytes(Bytes bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

ExternKind kind_of(const wasm_externtype_t* type) {
  switch (wasm_externtype_kind(type)) {
    case WASM_EXTERN_FUNC: return ExternKind::function;
    case WASM_EXTERN_GLOBAL: return ExternKind::global;
    case WASM_EXTERN_TABLE: return ExternKind::table;
    case WASM_EXTERN_MEMORY: return ExternKind::memory;
    default: return ExternKind::other;
  }
}

FuncType type_of(const wasm_externtype_t* type) {
  const wasm_functype_t* function = wasm_externtype_as_functype_const(type);
  return function ? func_type(function) : FuncType();
}

}  // namespace

std::string_view spell(ExternKind kind) {
  switch (kind) {
    case ExternKind::function: return "function";
    case ExternKind::global: return "global";
    case ExternKind::table: return "table";
    case ExternKind::memory: return "memory";
    case ExternKind::other: break;
  }
  return "item";
}

Result<Module> Module::compile(Engine& engine, Bytes wasm) {
  wasmtime_module_t* raw = nullptr;
  if (auto* error = wasmtime_module_new(engine.raw(), raw_bytes(wasm), wasm.size(), &raw))
    return take_error(error, EINVAL);
  return Module(raw);
}

Result<Module> Module::deserialize(Engine& engine, Bytes code) {
  wasmtime_module_t* raw = nullptr;
  if (auto* error = wasmtime_module_deserialize(engine.raw(), raw_bytes(code), code.size(), &raw))
    return take_error(error, EINVAL);
  return Module(raw);
}

Module::Module(Module&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}

Module& Module::operator=(Module&& other) noexcept {
  std::swap(raw_, other.raw_);
  return *this;
}

Module::~Module() {
  if (raw_) wasmtime_module_delete(raw_);
}

Result<ByteVector> Module::serialize() const {
  wasm_byte_vec_t code;
  if (auto* error = wasmtime_module_serialize(raw_, &code)) return take_error(error, EINVAL);
  const Bytes bytes = as_bytes({code.data, code.size});
  ByteVector copy(bytes.begin(), bytes.end());
  wasm_byte_vec_delete(&code);
  return copy;
}

std::vector<Import> Module::imports() const {
  wasm_importtype_vec_t types;
  wasmtime_module_imports(raw_, &types);
  std::vector<Import> list;
  list.reserve(types.size);
  for (std::size_t i = 0; i < types.size; ++i) {
    const wasm_externtype_t* type = wasm_importtype_type(types.data[i]);
    list.push_back({std::string(text_of(wasm_importtype_module(types.data[i]))),
                    std::string(text_of(wasm_importtype_name(types.data[i]))), kind_of(type), type_of(type)});
  }
  wasm_importtype_vec_delete(&types);
  return list;
}

std::vector<Export> Module::exports() const {
  wasm_exporttype_vec_t types;
  wasmtime_module_exports(raw_, &types);
  std::vector<Export> list;
  list.reserve(types.size);
  for (std::size_t i = 0; i < types.size; ++i) {
    const wasm_externtype_t* type = wasm_exporttype_type(types.data[i]);
    list.push_back({std::string(text_of(wasm_exporttype_name(types.data[i]))), kind_of(type), type_of(type)});
  }
  wasm_exporttype_vec_delete(&types);
  return list;
}

Result<ByteVector> parse_text(std::string_view wat) {
  wasm_byte_vec_t wasm;
  if (auto* error = wasmtime_wat2wasm(wat.data(), wat.size(), &wasm)) return take_error(error, EINVAL);
  const Bytes bytes = as_bytes({wasm.data, wasm.size});
  ByteVector copy(bytes.begin(), bytes.end());
  wasm_byte_vec_delete(&wasm);
  return copy;
}

Format recognize(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  if (text.empty()) return Format::empty;
  if (text.starts_with(kAotMagic)) return Format::compiled;
  if (text.starts_with(std::string_view("\0asm", 4)))
    // The second half of the version field is the layer: 0 for modules, 1 for components.
    return text.size() >= 8 && text[6] == 1 ? Format::component : Format::wasm;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text.substr(first).starts_with("(") || text.substr(first).starts_with(";;")))
    return Format::text;
  return Format::unknown;
}

}  // namespace waggle::vm
