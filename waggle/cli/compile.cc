#include <fmt/format.h>

#include <array>

#include "waggle/base/file.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/runtime/source.hh"
#include "waggle/vm/aot_file.hh"

namespace waggle::cli {
namespace {

Result<void> compile(const std::string& from, const std::string& to) {
  WAGGLE_TRY(const ByteVector wasm, runtime::read_wasm(from));
  WAGGLE_TRY(const auto engine, vm::Engine::create());
  auto module = vm::Module::compile(*engine, wasm);
  if (!module.ok())
    return Error(ENOEXEC, fmt::format("{}: is not valid WebAssembly: {}", from, module.error().message()));
  WAGGLE_TRY(const ByteVector code, module->serialize());
  return write_output(to, vm::pack_aot(code), 0644).context("writing " + to);
}

int compile_verb(const Arguments& arguments, Console& console) {
  std::string to;
  for (const Given& given : arguments.options) to = given.value;
  if (arguments.operands.size() != 1 || to.empty()) {
    console.error("one FILE and -o OUT.cwasm; see `waggle compile --help`");
    return kFailed;
  }
  const auto compiled = compile(arguments.operands.front(), to);
  if (compiled.ok()) return kOk;
  console.error(compiled.error().message());
  return compiled.error().code() == ENOEXEC ? kNotRunnable : kFailed;
}

constexpr std::array kOptions{
    Option{"output", 'o', "OUT.cwasm", "where to write the compiled module"},
};
constexpr std::array kExamples{
    Example{"waggle compile bootstrap.wasm -o bootstrap.cwasm",
            "then `waggle run bootstrap.cwasm` needs no compiler and no cache"},
};

}  // namespace

const Verb kCompile{
    "compile",
    "compile a module to native code ahead of time",
    "FILE -o OUT.cwasm",
    "The result runs with this version of waggle on machines like this one. It is native code:\n"
    "waggle runs it only from a file that nobody but root and you may write.",
    kOptions,
    kExamples,
    Order::mixed,
    compile_verb,
};

}  // namespace waggle::cli
