// Takes the lines of the source out of an object's BTF. They are for the verifier's log alone, and the longest part of
// most objects' BTF; types, functions and CO-RE relocations stay as they are. Each function keeps one line, without
// text: libbpf warns of an object that has none, and the kernel wants one for each function or for no function.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

struct BtfSections {
  ByteVector types;  // ".BTF"
  ByteVector ext;    // ".BTF.ext"
};

// Types keep their numbers. EINVAL with a sentence for what is no BTF of this machine's byte order.
Result<BtfSections> without_lines(Bytes types, Bytes ext);

}  // namespace waggle::toolchain
