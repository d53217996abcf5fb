#include "waggle/abi/bpf_object.hh"

namespace waggle::abi {

Result<Buffer> Buffer::open(const bpf::Map& map) {
  auto ring = bpf::RingBuffer::open(map);
  if (ring.ok()) return Buffer(std::move(*ring));
  if (ring.error().code() != EINVAL) return std::move(ring).error();
  WAGGLE_TRY(bpf::PerfBuffer perf, bpf::PerfBuffer::open(map));
  return Buffer(std::move(perf));
}

int Buffer::fd() const {
  return std::visit([](const auto& buffer) { return buffer.fd(); }, buffer_);
}

bool Buffer::busy() const {
  return std::visit([](const auto& buffer) { return buffer.busy(); }, buffer_);
}

Result<int> Buffer::consume(const bpf::RecordCallback& callback) {
  return std::visit([&](auto& buffer) { return buffer.consume(callback); }, buffer_);
}

Result<Buffer*> BpfObject::buffer(const bpf::Map& map) {
  if (const auto known = buffers_.find(&map); known != buffers_.end()) return &known->second;
  WAGGLE_TRY(Buffer opened, Buffer::open(map));
  return &buffers_.emplace(&map, std::move(opened)).first->second;
}

}  // namespace waggle::abi
