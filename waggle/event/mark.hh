// What tells lines of several streams apart: the name of the event's type, where that is enough, else the map's.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "waggle/event/event.hh"

namespace waggle::event {

// What each line says of its stream, where events of several meet.
enum class Mark : std::uint8_t { none, type, map };

// "event" for "struct event"; "" where nobody named the structure (reconstructed, anonymous) or it is none.
std::string_view type_name(const Stream& stream);
// "type", "map"; "" for none.
std::string_view word(Mark mark);
// What the mark says of the stream.
std::string_view mark_of(Mark mark, const Stream& stream);

// Decides by all the streams that are known by then. More may come: from then on lines are marked by those, too.
class Marks {
 public:
  // Streams of one map and one type are one.
  void add(const Stream& stream);
  // Of one stream there is nothing to mark. The mark is the type's name where every stream has another one; else the
  // map's, where there are several.
  [[nodiscard]] Mark mark() const;

 private:
  std::set<std::pair<std::string, std::string>> kinds_;  // a map's name and a type's
  std::set<std::string> maps_, types_;
  bool all_have_types_ = true;
};

// Makes the streams of events known to the marks, before the next sink sees them.
class MarkingSink final : public Sink {
 public:
  // Borrows the marks.
  MarkingSink(Marks& marks, std::unique_ptr<Sink> next) : marks_(marks), next_(std::move(next)) {}

  Result<void> write(const Event& event) override {
    if (known_.insert(&event.stream).second) marks_.add(event.stream);
    return next_->write(event);
  }
  Result<void> flush() override { return next_->flush(); }
  Result<void> end_interval(CutShort cut_short) override { return next_->end_interval(cut_short); }
  Result<void> finish() override { return next_->finish(); }

 private:
  Marks& marks_;
  std::set<const Stream*> known_;
  std::unique_ptr<Sink> next_;
};

}  // namespace waggle::event
