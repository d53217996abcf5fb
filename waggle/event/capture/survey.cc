#include "waggle/event/capture/survey.hh"

#include "waggle/event/capture/reader.hh"

namespace waggle::event::capture {

Result<std::vector<Stream>> survey(Input& input, const std::function<Result<void>()>& go_on) {
  WAGGLE_TRY(Reader reader, Reader::open(input));
  for (;;) {
    WAGGLE_CHECK(go_on());
    const auto event = reader.next();
    if (!event.ok() || !*event) break;
  }
  std::vector<Stream> streams;
  for (const Stream* stream : reader.streams()) streams.push_back(*stream);
  return streams;
}

}  // namespace waggle::event::capture
