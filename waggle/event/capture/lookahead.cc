#include "waggle/event/capture/lookahead.hh"

#include <algorithm>

namespace waggle::event::capture {
namespace {

constexpr std::size_t kPiece = 64 << 10;

}  // namespace

Result<Bytes> Lookahead::peek(std::size_t size) {
  while (held().size() < size) {
    WAGGLE_TRY(const bool came, more());
    if (!came) break;
  }
  return held().first(std::min(size, held().size()));
}

Result<bool> Lookahead::more() {
  if (ended_) return false;
  if (begin_ > storage_.size() / 2) {  // fewer bytes are moved than were taken since the last time
    std::ranges::copy(held(), storage_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  storage_.resize(std::max(storage_.size(), end_ + kPiece));
  WAGGLE_TRY(const std::size_t count, input_->read(MutableBytes(storage_).subspan(end_)));
  end_ += count;
  ended_ = count == 0;
  return !ended_;
}

void Lookahead::take(std::size_t size) {
  begin_ += size;
  offset_ += size;
}

}  // namespace waggle::event::capture
