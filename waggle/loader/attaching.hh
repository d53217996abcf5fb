// Attaches the programs of a loaded object: where the user says, where the package says, where their sections say, in
// this order.
#pragma once

#include <vector>

#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/link.hh"
#include "waggle/loader/object.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// Attaches whatever can be; programs that cannot are named with the reason, and are an error with `options.strict`.
// A link for each, in the order of attaching. An error where programs could have attached and none did, or one that the
// user gave a target did not. What iterators write goes to `text`.
Result<std::vector<bpf::Link>> attach_all(Loaded& loaded, const package::Package& package, const Options& options,
                                          const bpf::TextSink& text, Log& log);

}  // namespace waggle::loader
