#include "waggle/loader/tracer.hh"

#include "waggle/loader/attaching.hh"

namespace waggle::loader {

Tracer::~Tracer() = default;

Result<std::unique_ptr<Tracer>> Tracer::start(const package::Package& package, const Options& options,
                                              const bpf::TextSink& text, Log& log) {
  WAGGLE_CHECK(options.policy.check(policy::Grant::load));
  WAGGLE_TRY(Loaded loaded, load_object(package, options, log));
  WAGGLE_TRY(const EventTyping typing, EventTyping::create(loaded, package, options, log));
  const std::uint32_t pages = options.perf_pages != 0 ? options.perf_pages : package.perf_pages;
  WAGGLE_TRY(Buffers buffers, Buffers::open(loaded, typing, pages));
  std::unique_ptr<Tracer> tracer(new Tracer(std::move(loaded), std::move(buffers)));
  WAGGLE_TRY(tracer->attached_, attach_all(tracer->loaded_, package, options, text, log));
  return tracer;
}

Result<std::vector<Losses>> Tracer::losses() const { return buffers_.losses(); }

}  // namespace waggle::loader
