// Programs of any instructions with source lines of any text: what they send, and what is made of it.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "tests/fuzz/output.hh"
#include "waggle/event/check.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/infer/layout.hh"
#include "waggle/loader/infer/names.hh"
#include "waggle/loader/infer/sends.hh"

using namespace waggle;

namespace {

// struct bpf_insn, eight bytes each; each has a line: what is left of the input.
bpf::Code code_of(Bytes bytes, const std::string& text) {
  bpf::Code code;
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    std::uint8_t raw[8];
    std::memcpy(raw, bytes.data(), sizeof raw);
    bpf::Instruction instruction{raw[0], static_cast<std::uint8_t>(raw[1] & 15),
                                 static_cast<std::uint8_t>(raw[1] >> 4)};
    std::memcpy(&instruction.offset, raw + 2, sizeof instruction.offset);
    std::memcpy(&instruction.immediate, raw + 4, sizeof instruction.immediate);
    code.lines.push_back({static_cast<std::uint32_t>(code.instructions.size()), 1, text});
    code.instructions.push_back(instruction);
  }
  for (std::int32_t map = 0; map < 4; ++map) code.maps.emplace(map, "map");
  return code;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  const std::size_t half = size / 2;
  const std::string text(as_text(bytes.subspan(half)));
  const bpf::Code code = code_of(bytes.first(half), text);
  fuzz::Nowhere nowhere;
  for (const auto& send : loader::infer::sends_of(code)) {
    const auto fields = loader::infer::name_writes(send.writes, code);
    const auto type = loader::infer::reconstruct("map", fields, send.size);
    event::check(*type).value();  // what is made holds together
    static_cast<void>(loader::infer::fits(*type, fields, true));
    const event::Stream stream{.name = "map", .type = type};
    const auto sink = event::make_sink(event::Format::jsonl, nowhere, {});
    sink->write({stream, {}, bytes}).value();
    sink->finish().value();
  }
  static_cast<void>(loader::infer::sent_variable(text));
  return 0;
}
