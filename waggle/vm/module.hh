// A compiled module: what it wants (imports) and what it offers (exports).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/engine.hh"
#include "waggle/vm/value.hh"

struct wasmtime_module;

namespace waggle::vm {

enum class ExternKind : std::uint8_t { function, global, table, memory, other };
std::string_view spell(ExternKind kind);

struct Import {
  std::string module;
  std::string name;
  ExternKind kind;
  FuncType type;  // of a function, else empty
};

struct Export {
  std::string name;
  ExternKind kind;
  FuncType type;  // of a function, else empty
};

class Module {
 public:
  // Compiles WebAssembly. EINVAL with the reason where it is not valid.
  static Result<Module> compile(Engine& engine, Bytes wasm);
  // Takes code that serialize() gave on a machine of this kind. The caller vouches for every
  // byte: this is native code, and the engine checks little of it.
  static Result<Module> deserialize(Engine& engine, Bytes code);
  Module(Module&&) noexcept;
  Module& operator=(Module&&) noexcept;
  ~Module();

  [[nodiscard]] Result<ByteVector> serialize() const;
  [[nodiscard]] std::vector<Import> imports() const;
  [[nodiscard]] std::vector<Export> exports() const;
  [[nodiscard]] wasmtime_module* raw() const { return raw_; }

 private:
  explicit Module(wasmtime_module* raw) : raw_(raw) {}
  wasmtime_module* raw_;
};

// How the room's own little modules are compiled; a cache of compiled modules fits.
using Compile = std::function<Result<Module>(Engine&, Bytes wasm)>;

// Turns the text format into the binary one; EINVAL with line and column.
Result<ByteVector> parse_text(std::string_view wat);

// What stands in `bytes`, told by its first bytes.
enum class Format : std::uint8_t { empty, wasm, component, compiled, text, unknown };
Format recognize(Bytes bytes);

}  // namespace waggle::vm
