// Loads packages in JSON and prints their events, and does nothing else: its size is what a program carries that embeds
// just this part of waggle. Compiled for size, all rooms anew (bench/CMakeLists.txt). usage: loader_alone FILE FORMAT
#include <cstdio>

#include "waggle/base/file.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/run.hh"
#include "waggle/loader/symbols.hh"

namespace {

using namespace waggle;

class Standard final : public event::Output {
 public:
  Result<void> write(std::string_view text) override { return write_all(1, as_bytes(text)); }
};

class Errors final : public Log {
 public:
  void write(LogLevel /*level*/, std::string_view line) override {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  }
};

Result<void> trace(const char* path, const char* format_name) {
  WAGGLE_TRY(const event::Format format, event::parse_format(format_name));
  WAGGLE_TRY(const ByteVector file, read_file(path, package::kLargestPackage));
  WAGGLE_TRY(const package::Package package, package::open_json(file, path));
  Standard output;
  Errors log;
  loader::Symbols symbols;
  const auto print = [&output](std::string_view text) { static_cast<void>(output.write(text)); };
  WAGGLE_TRY(const auto tracer, loader::Tracer::start(package, {}, print, log));
  const auto sink = event::make_sink(format, output, {.rendering = {.symbols = &symbols}});
  WAGGLE_CHECK(loader::run(*tracer, *sink, {}, &output));
  return {};
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  const auto done = trace(words[1], words[2]);
  if (!done.ok()) std::fprintf(stderr, "%s\n", done.error().message().c_str());
  return done.ok() ? 0 : 1;
}
