// What tells lines of several streams apart: the name of the event's type, where that is enough, else the map's.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string_view>

#include "waggle/event/event.hh"

namespace waggle::event {

// "event" for "struct event"; "" where nobody named the structure (reconstructed, anonymous) or it is none.
std::string_view type_name(const Stream& stream);
// Streams of one map and one type are one. Of one there is nothing to mark. The mark is the type's name where every
// stream has another one; else the map's, where there are several.
Mark mark_for(std::span<const Stream* const> streams);

// "type", "map"; "" for none.
std::string_view word(Mark mark);
// What the stream's mark says of it.
std::string_view mark_of(const Stream& stream);

// Marks events by all the streams that are known by then. More may come: from then on lines are marked by those, too.
class MarkingSink final : public Sink {
 public:
  // Streams that are known before their first event; borrowed as those of events are.
  MarkingSink(std::span<const Stream* const> streams, std::unique_ptr<Sink> next);

  Result<void> write(const Event& event) override;
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut) override { return next_->end_interval(cut); }
  Result<void> finish() override { return next_->finish(); }

 private:
  void mark();

  std::map<const Stream*, Stream> marked_;
  std::unique_ptr<Sink> next_;  // last: it goes before the streams that it knows
};

}  // namespace waggle::event
