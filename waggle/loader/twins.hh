// Objects that are made for many kernels bring some programs twice: for the fast hook (fentry, fexit) and for the one
// that older kernels have (kprobe, kretprobe). Their own loaders choose; here the choice is made for them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "waggle/base/log.hh"
#include "waggle/bpf/program.hh"

namespace waggle::loader {

struct Refused;  // object.hh

// Of each pair that would be loaded, leaves out the older kind; it is taken where the newer one was refused before.
void disable_twins(const std::vector<bpf::Program>& programs, std::span<const Refused> refused, Log& log);

// The programs that an older twin can take the place of.
std::vector<std::string> with_twins(const std::vector<bpf::Program>& programs);

// The section of the older twin: "fentry/vfs_read" -> "kprobe/vfs_read"; "" for other sections.
std::string twin_section(std::string_view section);

}  // namespace waggle::loader
