#include "waggle/loader/tracer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "waggle/bpf/map_names.hh"
#include "waggle/loader/attaching.hh"
#include "waggle/loader/map_values.hh"

namespace waggle::loader {
namespace {

// The present value of a counter among the global variables.
Result<std::uint64_t> read_counter(Loaded& loaded, const std::string& name) {
  const Global* const global = loaded.globals.find(name);
  const bpf::Map* const map = global == nullptr ? nullptr : loaded.object.map(global->section);
  if (map == nullptr || global->type->size > sizeof(std::uint64_t))
    return Error(ENOENT, fmt::format("--lost: the program has no counter '{}'", name));
  ByteVector section(map->value_bytes());
  const std::uint32_t zero = 0;
  WAGGLE_CHECK(map->lookup(std::as_bytes(std::span(&zero, 1)), section).context("--lost"));
  if (global->offset + std::size_t{global->type->size} > section.size()) return Error(EINVAL);
  std::uint64_t value = 0;
  std::memcpy(&value, section.data() + global->offset, global->type->size);
  return value;
}

}  // namespace

Result<std::unique_ptr<Tracer>> Tracer::start(const package::Package& package, const Options& options,
                                              const bpf::TextSink& text, Log& log) {
  WAGGLE_CHECK(options.policy.check(policy::Grant::load | policy::Grant::maps | policy::Grant::events));
  WAGGLE_TRY(Loaded loaded, load_object(package, options, log));
  WAGGLE_CHECK(fill_maps(loaded, options.map_values));
  if (!options.cgroup.empty()) WAGGLE_CHECK(enter_cgroup(loaded, options.cgroup));
  WAGGLE_TRY(const EventTyping typing, EventTyping::create(loaded, package, options, log));
  const std::uint32_t pages = options.perf_pages != 0 ? options.perf_pages : package.perf_pages;
  WAGGLE_TRY(Buffers buffers, Buffers::open(loaded, typing, pages));
  WAGGLE_TRY(Samples samples, Samples::open(loaded, package, options));
  std::unique_ptr<Tracer> tracer(new Tracer(std::move(loaded), std::move(buffers), std::move(samples), options.lost));
  // After the object has its place: samples borrow its maps.
  if (tracer->buffers_.empty() && tracer->samples_.empty())
    WAGGLE_CHECK(tracer->samples_.add_results(tracer->loaded_, options, log));
  for (const std::string& counter : options.lost) WAGGLE_CHECK(read_counter(tracer->loaded_, counter));
  if (options.printk) {
    WAGGLE_TRY(PrintedFormats formats, PrintedFormats::of(tracer->loaded_));
    if (!formats.known())
      log.info("--printk shows the lines of all programs: by which formats this one prints is not to be seen");
    WAGGLE_TRY(auto printed, PrintedLines::open(std::move(formats)));
    tracer->printed_.emplace(std::move(printed));
  }
  WAGGLE_TRY(tracer->links_, attach_all(tracer->loaded_, package, options, text, log));
  return tracer;
}

Tracer::~Tracer() { detach(); }

void Tracer::detach() {
  while (!links_.empty()) links_.pop_back();  // the last first
}

bool Tracer::idle() const { return links_.empty() && buffers_.empty() && samples_.empty(); }

std::vector<const event::Stream*> Tracer::streams() const {
  std::vector<const event::Stream*> all = buffers_.streams();
  std::ranges::copy(samples_.streams(), std::back_inserter(all));
  if (printed_) all.push_back(&printed_->stream());
  return all;
}

std::vector<int> Tracer::descriptors() const {
  std::vector<int> all = buffers_.descriptors();
  if (printed_) all.push_back(printed_->descriptor());
  return all;
}

Result<std::size_t> Tracer::consume(event::Sink& sink, std::size_t limit) {
  WAGGLE_TRY(std::size_t count, buffers_.consume(sink, limit));
  if (printed_) {
    WAGGLE_TRY(const std::size_t lines, printed_->consume(sink));
    count += lines;
  }
  return count;
}

Result<std::vector<Losses>> Tracer::losses() {
  WAGGLE_TRY(auto losses, buffers_.losses());
  for (const std::string& counter : lost_) {
    WAGGLE_TRY(const std::uint64_t count, read_counter(loaded_, counter));
    const auto ring = std::ranges::find(losses, std::optional<std::uint64_t>(), &Losses::count);
    if (ring != losses.end()) ring->count = count, ring->exact = true;
    else if (count > 0) losses.push_back({counter, count, true});
  }
  return losses;
}

}  // namespace waggle::loader
