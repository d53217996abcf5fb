#include "waggle/vm/capi.hh"

#include <algorithm>
#include <array>
#include <vector>

#include "waggle/vm/trap.hh"

namespace waggle::vm {
namespace {

// The engine writes its causes as a list over several lines; a sentence is one line.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == '\n' || c == ' ' || c == '\t';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// A trap's message is "error while executing at wasm backtrace:\n <frames>\n\nCaused by:\n" and
// the causes, numbered if there are several, the engine's own behind "wasm trap: ".
std::string reason_of(std::string_view message) {
  constexpr std::string_view kCause = "Caused by:";
  if (const auto at = message.rfind(kCause); at != std::string_view::npos) message.remove_prefix(at + kCause.size());
  std::string line = one_line(message);
  for (const std::string_view prefix : {"0: ", "wasm trap: "})
    if (const auto at = line.rfind(prefix); at != std::string::npos) line.erase(0, at + prefix.size());
  return line;
}

std::string backtrace_of(const wasm_trap_t* trap) {
  wasm_frame_vec_t frames;
  wasm_trap_trace(trap, &frames);
  std::string text;
  for (std::size_t i = 0; i < frames.size; ++i) {
    const std::string_view name = text_of(wasmtime_frame_func_name(frames.data[i]));
    text += name.empty() ? "function " + std::to_string(wasm_frame_func_index(frames.data[i])) : std::string(name);
    text += '\n';
  }
  wasm_frame_vec_delete(&frames);
  return text;
}

// By Wasmtime's own kinds: wasm_valtype_kind() aborts on all that is younger than the C API that it is of.
char letter(const wasm_valtype_t* type) {
  wasmtime_valtype_t value;
  wasmtime_valtype_new(type, &value);
  const auto kind = value.kind;
  wasmtime_valtype_delete(&value);
  switch (kind) {
    case WASMTIME_VALTYPE_KIND_I32: return 'i';
    case WASMTIME_VALTYPE_KIND_I64: return 'I';
    case WASMTIME_VALTYPE_KIND_F32: return 'f';
    case WASMTIME_VALTYPE_KIND_F64: return 'F';
    case WASMTIME_VALTYPE_KIND_V128: return 'v';
    default: return 'r';
  }
}

constexpr wasm_valkind_t kind(char letter) {
  switch (letter) {
    case 'i': return WASM_I32;
    case 'I': return WASM_I64;
    case 'f': return WASM_F32;
    default: return WASM_F64;
  }
}

wasm_valtype_vec_t val_types(std::string_view letters) {
  std::vector<wasm_valtype_t*> types;
  for (const char c : letters) types.push_back(wasm_valtype_new(kind(c)));
  wasm_valtype_vec_t vec;
  wasm_valtype_vec_new(&vec, types.size(), types.data());
  return vec;
}

}  // namespace

Error take_error(wasmtime_error_t* error, int code) {
  // An error of the text format quotes the line it is in.
  constexpr std::size_t kMost = 2000;
  wasm_name_t message;
  wasmtime_error_message(error, &message);
  const std::string_view text = text_of(&message);
  Error taken(code, one_line(text.substr(0, kMost)) + (text.size() > kMost ? " ..." : ""));
  wasm_name_delete(&message);
  wasmtime_error_delete(error);
  return taken;
}

Result<void> take_outcome(wasmtime_error_t* error, wasm_trap_t* trap) {
  if (error) {
    auto detail = std::make_unique<Trap>();
    detail->reason = take_error(error, ECANCELED).message();
    return Error(ECANCELED, std::move(detail));
  }
  if (!trap) return {};
  auto detail = std::make_unique<Trap>();
  wasm_name_t message;
  wasm_trap_message(trap, &message);
  // wasm_trap_message's text ends with a NUL of its own.
  std::string_view text = text_of(&message);
  while (text.ends_with('\0')) text.remove_suffix(1);
  detail->reason = reason_of(text);
  wasm_name_delete(&message);
  detail->backtrace = backtrace_of(trap);
  wasm_trap_delete(trap);
  return Error(ECANCELED, std::move(detail));
}

FuncType func_type(const wasm_functype_t* type) {
  FuncType text;
  const auto append = [&](const wasm_valtype_vec_t* vec) {
    for (std::size_t i = 0; i < vec->size; ++i) text += letter(vec->data[i]);
  };
  append(wasm_functype_params(type));
  text += ')';
  append(wasm_functype_results(type));
  return text;
}

FuncTypePtr make_func_type(std::string_view type) {
  const auto middle = type.find(')');
  auto params = val_types(type.substr(0, middle));
  auto results = val_types(type.substr(middle + 1));
  return FuncTypePtr(wasm_functype_new(&params, &results));
}

}  // namespace waggle::vm
