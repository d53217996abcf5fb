// Whether the kernel can stand a consumer that writes anything into its page of a ring buffer.
#pragma once

#include "waggle/base/result.hh"

namespace waggle::bpf {

// False where it believes the consumer's position (CVE-2024-41009, mended in Linux 6.10 and in stable releases of
// older ones): a record can then be reserved over another, which its program may have checked already. Asks newer
// kernels nothing; on others a small program tries, on a ring buffer of its own. An error where that cannot be tried.
Result<bool> kernel_checks_ring_consumers();
// The trial alone.
Result<bool> try_ring_consumers();

}  // namespace waggle::bpf
