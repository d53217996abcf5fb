// Prints what the BPF program reports, until Ctrl-C.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "PROJECT.h"
#include "PROJECT.skel.h"

#include "attach.inc"

namespace {

using Skeleton = std::unique_ptr<PROJECT_bpf, decltype(&PROJECT_bpf::destroy)>;
using Events = std::unique_ptr<ring_buffer, decltype(&ring_buffer__free)>;

int print_event(void*, void* data, size_t) {
  const auto* event = static_cast<const struct event*>(data);
#include "print.inc"
  return 0;
}

int run(PROJECT_bpf* skel, const char* target) {
  int error = attach(skel, target);
  if (error) return error;
  const Events events(ring_buffer__new(bpf_map__fd(skel->maps.events), print_event, nullptr, nullptr),
                      ring_buffer__free);
  if (!events) return -errno;
  std::fprintf(stderr, "PROJECT: attached, Ctrl-C ends it\n");
  while (error >= 0) error = ring_buffer__poll(events.get(), -1);
  return error == -EINTR ? 0 : error;
}

}  // namespace

int main(int argc, char** argv) {
  const Skeleton skel(PROJECT_bpf::open_and_load(), PROJECT_bpf::destroy);
  const int error = skel ? run(skel.get(), argc > 1 ? argv[1] : nullptr) : -errno;
  if (error) std::fprintf(stderr, "PROJECT: %s\n", std::strerror(-error));
  return error ? 1 : 0;
}
