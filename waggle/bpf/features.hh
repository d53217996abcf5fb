// What this kernel offers to BPF programs and what the host permits, as a table of probes, each
// with the reason for a "no". A probe has no effect that outlives it: it loads or creates
// something small and drops it, asks for a link that cannot be made, or reads a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "waggle/bpf/host.hh"

namespace waggle::bpf {

struct Support {
  bool yes = false;
  // Why not, with the way out where there is one: one sentence without a full stop. Empty for
  // most a "yes"; else what to know about it.
  std::string reason;

  static Support available(std::string remark = {}) { return {true, std::move(remark)}; }
  static Support missing(std::string reason) { return {false, std::move(reason)}; }
};

enum class FeatureGroup : std::uint8_t {
  kernel,   // what the kernel was built with
  program,  // a program type
  map,      // a map type
  attach,   // a way to attach
  host,     // what this process and the machine's set-up permit
};
std::string_view name(FeatureGroup group);

struct Feature {
  FeatureGroup group;
  std::string_view name;
  KernelVersion min_kernel;  // the first Linux that has it; zeros where that says nothing
  Support (*probe)(const Feature& self);
  std::uint32_t number = 0;  // the program or map type, the capability: for probes shared by rows
};

// All of them, in the order in which they are shown.
std::span<const Feature> features();

}  // namespace waggle::bpf
