// BTF that says anything, and events printed by the types that it describes.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/output.hh"
#include "waggle/btf/types.hh"
#include "waggle/event/sink.hh"

using namespace waggle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr btf::TypeId kTypes = 32;
  constexpr std::size_t kEventSize = 256;
  const Bytes bytes = std::as_bytes(std::span(data, size));
  const auto types = btf::Types::parse(bytes);
  if (!types.ok()) return 0;
  for (const char* section : {".rodata", ".maps"})
    for (const btf::Variable& variable : types->variables(section)) static_cast<void>(types->tags(variable.name));
  fuzz::Nowhere nowhere;
  for (btf::TypeId id = 0; id < kTypes; ++id) {
    static_cast<void>(types->name(id));
    static_cast<void>(types->size(id));
    const auto type = types->describe(id);
    if (!type.ok()) continue;
    const event::Stream stream{.name = "fuzz", .type = *type};
    for (const event::Format format : {event::Format::columns, event::Format::jsonl}) {
      const auto sink = event::make_sink(format, nowhere, {});
      sink->write({stream, {}, bytes.first(std::min(size, kEventSize))}).value();
      sink->finish().value();
    }
  }
  return 0;
}
