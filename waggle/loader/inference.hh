// What the events of a buffer are where nobody says it: by debug information, by the only structure of the object that
// fits the bytes its programs send, or by those bytes alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "waggle/event/event.hh"
#include "waggle/loader/infer/layout.hh"
#include "waggle/loader/infer/sends.hh"
#include "waggle/loader/object.hh"
#include "waggle/package/debug_info.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// One kind of event of a buffer.
struct Inferred {
  event::TypePtr type;
  event::Origin origin;
  std::string why;  // "struct event is the only one of 168 bytes that fits"
};

class Inference {
 public:
  // Reads the instructions of every loaded program. Borrows `loaded` for its life.
  static Result<Inference> create(const Loaded& loaded, const package::Package& package);

  // A kind for each size of event that programs send to this map; none where no program was seen to send.
  [[nodiscard]] std::vector<Inferred> of(const std::string& map) const;

 private:
  // A place that sends, with its writes named.
  struct Send {
    std::string program;
    infer::Send what;
    std::vector<infer::Field> fields;
    std::string variable;  // that is sent, as the source line calls it
  };
  // All places that send so many bytes to one map.
  struct Group {
    std::optional<std::uint32_t> size;
    std::vector<const Send*> sends;
    std::vector<infer::Field> fields;
  };
  Inference(const Loaded& loaded, package::DebugInfo debug_info)
      : loaded_(loaded), debug_info_(std::move(debug_info)) {}

  [[nodiscard]] std::vector<Group> groups(const std::string& map) const;
  [[nodiscard]] Inferred infer(const std::string& map, const Group& group) const;
  [[nodiscard]] std::optional<Inferred> from_debug_info(const Group& group) const;
  [[nodiscard]] std::optional<Inferred> from_map_value(const Group& group) const;
  [[nodiscard]] std::optional<Inferred> from_btf(const Group& group) const;

  const Loaded& loaded_;
  package::DebugInfo debug_info_;
  std::vector<Send> sends_;
};

}  // namespace waggle::loader
