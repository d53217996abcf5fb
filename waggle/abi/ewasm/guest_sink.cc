#include "waggle/abi/ewasm/guest_sink.hh"

#include "waggle/abi/ewasm/ewasm.hh"

namespace waggle::abi::ewasm {

GuestSink::GuestSink(Guest& guest) : guest_(guest), json_(event::make_sink(event::Format::first_gen_json, text_, {})) {}

Result<void> GuestSink::write(const event::Event& event) {
  ByteVector payload;
  if (guest_.raw_events) {
    payload.assign(event.bytes.begin(), event.bytes.end());
  } else {
    text_.line.clear();
    WAGGLE_CHECK(json_->write(event));
    WAGGLE_CHECK(json_->flush());
    while (text_.line.ends_with('\n')) text_.line.pop_back();
    const Bytes line = as_bytes(text_.line);
    payload.assign(line.begin(), line.end());
  }
  WAGGLE_TRY(const bool passes, process_event(guest_, payload));
  if (passes && guest_.next_in_chain) return guest_.next_in_chain(payload);
  return {};
}

}  // namespace waggle::abi::ewasm
