#include "waggle/runtime/source.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "waggle/base/fd.hh"
#include "waggle/base/file.hh"
#include "waggle/base/sha256.hh"
#include "waggle/vm/aot_file.hh"

namespace waggle::runtime {
namespace {

// Larger than any module: the engine takes functions of at most 7.6 MB, and a file beyond this
// is not one.
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;

struct Source {
  UniqueFd fd;
  bool read_once = false;  // from a pipe: nobody can say who may write to it
  ByteVector bytes;
};

Result<Source> read_source(const std::string& path) {
  Source source;
  source.read_once = path == "-";
  if (source.read_once) {
    WAGGLE_TRY(source.fd, UniqueFd::duplicate(STDIN_FILENO));
  } else {
    source.fd = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source.fd) return Error(errno);
  }
  auto bytes = read_all(source.fd.get(), kLargestFile);
  if (!bytes.ok() && bytes.error().code() == EFBIG) return Error(ENOEXEC, "is larger than any module (1 GiB)");
  WAGGLE_TRY(source.bytes, std::move(bytes));
  return source;
}

std::string_view shown(const std::string& path) { return path == "-" ? "standard input" : std::string_view(path); }

Error not_a_module(Bytes bytes) {
  if (as_text(bytes).starts_with("\x7f"
                                 "ELF"))
    return Error(ENOEXEC, "is an ELF file, not WebAssembly; a guest carries its BPF object inside the module");
  return Error(ENOEXEC, fmt::format("is not WebAssembly: it begins with the bytes {}, not with 0061736d",
                                    hex(bytes.first(std::min<std::size_t>(bytes.size(), 4)))));
}

Error invalid(Error error) { return Error(ENOEXEC, "is not valid WebAssembly: " + error.message()); }

Result<ByteVector> to_wasm(ByteVector bytes) {
  switch (vm::recognize(bytes)) {
    case vm::Format::empty: return Error(ENOEXEC, "is empty");
    case vm::Format::wasm: return bytes;
    case vm::Format::component: return Error(ENOEXEC, "is a WebAssembly component; waggle runs core modules");
    case vm::Format::compiled: return Error(ENOEXEC, "is compiled already");
    case vm::Format::text: {
      auto wasm = vm::parse_text(as_text(bytes));
      return wasm.ok() ? std::move(wasm) : invalid(std::move(wasm).error());
    }
    case vm::Format::unknown: break;
  }
  return not_a_module(bytes);
}

Result<vm::Module> load_compiled(vm::Engine& engine, const Source& source) {
  if (source.read_once)
    return Error(EPERM,
                 "is a compiled module, which is native code and is taken from files only; pass the .wasm instead");
  WAGGLE_CHECK(vm::check_trusted(source.fd.get()).context("is a compiled module that cannot be trusted"));
  auto code = vm::unpack_aot(source.bytes);
  if (!code.ok()) return Error(ENOEXEC, "is a compiled module that cannot be used: " + code.error().message());
  auto module = vm::Module::deserialize(engine, *code);
  if (!module.ok()) return Error(ENOEXEC, "was compiled for another machine: " + module.error().message());
  return module;
}

Result<vm::Module> load(vm::Engine& engine, vm::AotCache& cache, Source source) {
  if (vm::recognize(source.bytes) == vm::Format::compiled) return load_compiled(engine, source);
  WAGGLE_TRY(const ByteVector wasm, to_wasm(std::move(source.bytes)));
  auto module = cache.load(engine, wasm);
  return module.ok() ? std::move(module) : invalid(std::move(module).error());
}

}  // namespace

Result<vm::Module> load_module(vm::Engine& engine, vm::AotCache& cache, const std::string& path,
                               const std::optional<ByteVector>& content) {
  const auto read = [&]() -> Result<vm::Module> {
    if (content) return load(engine, cache, Source{{}, true, *content});
    WAGGLE_TRY(Source source, read_source(path));
    return load(engine, cache, std::move(source));
  };
  return read().context(shown(path));
}

Result<ByteVector> read_wasm(const std::string& path) {
  const auto read = [&]() -> Result<ByteVector> {
    WAGGLE_TRY(Source source, read_source(path));
    return to_wasm(std::move(source.bytes));
  };
  return read().context(shown(path));
}

}  // namespace waggle::runtime
