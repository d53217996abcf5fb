// Attaches the programs of a loaded object: where the user says, where the package says, where their sections say, in
// this order. The object owns what becomes of it.
#pragma once

#include <cstddef>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// Attaches whatever can be; programs that cannot are named with the reason, and are an error with `options.strict`.
// How many there are. An error where programs could have attached and none did, or one that the user gave a target
// did not. What iterators write goes to `text`.
Result<std::size_t> attach_all(Loaded& loaded, const package::Package& package, const Options& options,
                               const bpf::TextSink& text, Log& log);

}  // namespace waggle::loader
