// The words of the manual for an import module: what C++ cannot say and the guest need not
// carry. Only the generator links them; it refuses words that do not match the rows.
#pragma once

#include <string_view>
#include <vector>

namespace waggle::abi {

struct ParameterWords {
  std::string_view name;  // one per wasm parameter
  std::string_view text;  // without full stop
};

struct ImportWords {
  std::string_view name;   // as in the row
  std::string_view since;  // the release it became stable in
  std::string_view text;   // one or more sentences
  std::string_view result;
  std::vector<ParameterWords> parameters;
  std::string_view stub = {};  // the name in SDKs, where two rows share one
};

struct ModuleWords {
  std::string_view module;
  std::string_view file;  // of docs/abi/FILE.md and abi/FILE.abi
  std::string_view title;
  std::string_view text;  // Markdown, before the functions
  bool stubs;             // whether SDKs get import stubs (libcs bring their own for WASI)
  std::vector<ImportWords> imports;
  std::string_view prefix = {};  // of the names in SDKs, where the imports' own are taken by a libc
  // A C header of the structures in its parameters, from the top of the checkout; becomes part of C's stubs.
  std::string_view records = {};
};

namespace wasm_bpf {
ModuleWords words();
ModuleWords callback_wrapper_words();
}  // namespace wasm_bpf
namespace wasi {
ModuleWords words();
}  // namespace wasi
namespace linux {
ModuleWords words();
}  // namespace linux
namespace libbpf {
ModuleWords words();
}  // namespace libbpf
namespace ewasm {
ModuleWords words();
ModuleWords libc_words();
}  // namespace ewasm

}  // namespace waggle::abi
