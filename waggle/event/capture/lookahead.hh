// An input of which more can be looked at than is taken: what turns out not to be a block is looked through again. Each
// byte is read once and held until it was taken, and memory is taken only for what came.
#pragma once

#include <cstdint>

#include "waggle/event/input.hh"

namespace waggle::event::capture {

class Lookahead {
 public:
  // Borrows the input.
  explicit Lookahead(Input& input) : input_(&input) {}

  // The next `size` bytes, or fewer where the input ends before. Good until the next peek() or more().
  Result<Bytes> peek(std::size_t size);
  // All that was read and not taken.
  [[nodiscard]] Bytes held() const { return Bytes(storage_).subspan(begin_, end_ - begin_); }
  // Reads once, as much as comes; false at the end.
  Result<bool> more();
  // At most what is held.
  void take(std::size_t size);
  // Of what is taken next, in the input.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  Input* input_;
  ByteVector storage_;
  std::size_t begin_ = 0, end_ = 0;  // of what is held, in it
  std::uint64_t offset_ = 0;
  bool ended_ = false;
};

}  // namespace waggle::event::capture
