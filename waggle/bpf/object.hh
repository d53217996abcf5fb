// A loaded object: its programs and maps in the kernel, and the links that attach them. It owns
// them all; when it goes, everything is detached and freed. How a program attaches is decided in
// attach/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/bpf/link.hh"
#include "waggle/bpf/map.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/bpf/program.hh"

namespace waggle::bpf {

struct LoadOptions {
  // Maps may be pinned by name, or taken from a pin of that name. Without it an object that wants
  // this is refused with EPERM.
  bool allow_pins = false;
};

class Object {
 public:
  // Loads all programs and maps. A program the verifier refuses is an error with a VerifierError,
  // any other failure one with a LoadError or a sentence. ENOENT with the mount command when maps
  // pin and no bpf file system is mounted.
  static Result<Object> load(ObjectSpec spec, const LoadOptions& options = {});

  [[nodiscard]] const std::string& name() const { return name_; }
  // By its function's name.
  [[nodiscard]] std::optional<Program> program(std::string_view name) const;
  // By any of its names (map_names.hh); null where there is none. Maps live as long as the Object.
  [[nodiscard]] Map* map(std::string_view name);
  [[nodiscard]] std::vector<Program> programs() const { return programs_of(raw()); }
  [[nodiscard]] std::vector<Map>& maps() { return maps_; }

  // Keeps `link` until the object goes; links go in reverse order.
  void own(Link link) { links_.push_back(std::move(link)); }

  // libbpf's own, for the files of this room.
  [[nodiscard]] bpf_object* raw() const { return raw_.get(); }

  Object(Object&&) noexcept = default;
  Object& operator=(Object&&) = delete;
  ~Object();

 private:
  Object(std::string name, RawObject raw) : name_(std::move(name)), raw_(std::move(raw)) {}
  Result<void> collect_maps();

  std::string name_;
  RawObject raw_;
  std::vector<Map> maps_;
  std::vector<MapName> map_names_;  // of maps_, in the same order
  std::vector<Link> links_;
};

}  // namespace waggle::bpf
