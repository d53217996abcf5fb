// BTF that says anything, and events printed by the types that it describes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/output.hh"
#include "waggle/btf/types.hh"
#include "waggle/event/check.hh"
#include "waggle/event/sink.hh"

using namespace waggle;

namespace {

constexpr std::string_view kNames("\0char\0unsigned char\0in_addr\0in6_addr\0__be32\0saddr\0.rodata\0waggle:text", 70);

// No fuzzer guesses a header: these are the types, with a few names.
std::string with_header(Bytes types) {
  struct {
    std::uint16_t magic = 0xeb9f;
    std::uint8_t version = 1, flags = 0;
    std::uint32_t header_size = 24, types_at = 0, types_size = 0, names_at = 0, names_size = kNames.size();
  } header;
  header.types_size = header.names_at = static_cast<std::uint32_t>(types.size() & ~std::size_t{3});
  std::string whole(reinterpret_cast<const char*>(&header), sizeof header);
  whole += as_text(types.first(header.types_size));
  return whole.append(kNames);
}

void read_all(Bytes btf, Bytes event_bytes) {
  constexpr btf::TypeId kTypes = 32;
  const auto types = btf::Types::parse(btf);
  if (!types.ok()) return;
  for (const char* section : {".rodata", ".maps"})
    for (const btf::Variable& variable : types->variables(section)) static_cast<void>(types->tags(variable.name));
  fuzz::Nowhere nowhere;
  for (btf::TypeId id = 0; id < kTypes; ++id) {
    static_cast<void>(types->name(id));
    static_cast<void>(types->size(id));
    const auto type = types->describe(id);
    if (!type.ok()) continue;
    event::check(**type).value();  // what is described holds together
    const event::Stream stream{.name = "fuzz", .type = *type};
    for (const event::Format format : {event::Format::columns, event::Format::jsonl}) {
      const auto sink = event::make_sink(format, nowhere, {});
      sink->write({stream, {}, event_bytes}).value();
      sink->finish().value();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kEventSize = 256;
  const Bytes bytes = std::as_bytes(std::span(data, size));
  const Bytes event_bytes = bytes.first(std::min(size, kEventSize));
  read_all(bytes, event_bytes);
  read_all(as_bytes(with_header(bytes)), event_bytes);
  return 0;
}
