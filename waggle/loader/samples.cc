#include "waggle/loader/samples.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "waggle/event/summary/histogram.hh"
#include "waggle/event/summary/map_value.hh"
#include "waggle/event/text.hh"

namespace waggle::loader {
namespace {

using package::SampleKind;

// An element of a map, its value summed over the CPUs.
struct Element {
  ByteVector key, value;
};

// A map that programs change meanwhile may send a walk in circles; no more than it can hold is taken.
Result<std::vector<Element>> read_elements(const bpf::Map& map, const event::Type& value_type) {
  const bpf::MapInfo& info = map.info();
  std::vector<Element> elements;
  ByteVector key(info.key_size);
  ByteVector next(info.key_size);
  bool first = true;
  while (elements.size() < info.max_entries) {
    if (const auto moved = map.next_key(first ? Bytes() : Bytes(key), next); !moved.ok()) {
      if (moved.error().code() == ENOENT) break;
      return Error(moved.error().code()).context(fmt::format("reading map '{}'", info.name));
    }
    first = false;
    key = next;
    ByteVector value(map.value_bytes());
    const auto found = map.lookup(key, value);
    if (!found.ok() && found.error().code() == ENOENT) continue;  // removed meanwhile
    if (!found.ok()) return Error(found.error().code()).context(fmt::format("reading map '{}'", info.name));
    if (bpf::is_per_cpu(info.type)) {
      WAGGLE_TRY(value, event::sum_of_cpus(value_type, value));
    }
    elements.push_back({key, std::move(value)});
  }
  return elements;
}

// Elements of arrays cannot be removed, they become zero.
void clear(const bpf::Map& map, const std::vector<Element>& elements) {
  const ByteVector zero(map.value_bytes());
  for (const Element& element : elements)
    if (!map.erase(element.key).ok()) static_cast<void>(map.update(element.key, zero));
}

std::string value_text(const event::Type& type, Bytes bytes) {
  const event::Stream stream{"", std::make_shared<const event::Type>(type), event::Origin::metadata};
  std::string text;
  event::Text values{event::Rendering{}};
  values.begin({stream, {}, bytes});
  values.append(text, type, {});
  return text;
}

// "key =  7", then the members beside the counters, as first-generation loaders wrote them.
std::string describe(const event::Type& key_type, const event::Type& value_type, const Element& element) {
  std::string text = fmt::format("key =  {}\n", value_text(key_type, element.key));
  for (const event::Member& member : value_type.members) {
    const std::size_t begin = member.offset_bits / 8;
    if (member.name == "slots" || !member.type || begin + member.type->size > element.value.size()) continue;
    text += fmt::format("{} = {}\n", member.name,
                        value_text(*member.type, Bytes(element.value).subspan(begin, member.type->size)));
  }
  return text;
}

}  // namespace

struct Samples::Sampled {
  const bpf::Map& map;
  package::Sample how;
  event::TypePtr key, value;
  std::unique_ptr<event::Stream> stream;  // of {key, value}
  Clock::time_point next;

  Result<void> show(const Outlets& to);
  Result<bool> draw(const Element& element, event::Output& output) const;
};

Samples::Samples() = default;
Samples::Samples(Samples&&) noexcept = default;
Samples::~Samples() = default;

// Whether it is a histogram; false where the value has no counters.
Result<bool> Samples::Sampled::draw(const Element& element, event::Output& output) const {
  const auto slots = event::slots_of(*value, element.value);
  if (!slots) return false;
  const bool is_linear = how.kind == SampleKind::linear_histogram;
  const event::Histogram histogram{.scale = is_linear ? event::Scale::linear : event::Scale::log2,
                                   .slots = *slots,
                                   .unit = how.unit};
  std::string text = describe(*key, *value, element);
  event::append_histogram(text, histogram);
  WAGGLE_CHECK(output.write(text + '\n'));
  return true;
}

Result<void> Samples::Sampled::show(const Outlets& to) {
  WAGGLE_TRY(const auto elements, read_elements(map, *value));
  const bool drawn = how.kind != SampleKind::key_value && to.text != nullptr;
  for (const Element& element : elements) {
    if (drawn) {
      WAGGLE_TRY(const bool is_histogram, draw(element, *to.text));
      if (is_histogram) continue;
    }
    ByteVector both = element.key;
    both.insert(both.end(), element.value.begin(), element.value.end());
    WAGGLE_CHECK(to.sink.write({*stream, std::chrono::system_clock::now(), both}));
  }
  if (how.clear) clear(map, elements);
  return to.sink.flush();
}

Result<Samples> Samples::open(Loaded& loaded, const package::Package& package,
                              std::optional<std::chrono::nanoseconds> interval) {
  Samples samples;
  for (const package::Map& words : package.maps) {
    if (!words.sample) continue;
    const bpf::Map* const map = loaded.object.map(words.name);
    const auto types = std::ranges::find(loaded.maps, words.name, &MapTypes::name);
    if (map == nullptr || types == loaded.maps.end())
      return Error(ENOENT, fmt::format("the package samples map '{}', which its object does not have", words.name));
    WAGGLE_TRY(auto key, loaded.types.describe(types->key).context(fmt::format("the keys of map '{}'", words.name)));
    WAGGLE_TRY(auto value, loaded.types.describe(types->value).context(fmt::format("the values of map '{}'", words.name)));
    WAGGLE_TRY(auto element, event::element_type(key, value));
    package::Sample how = *words.sample;
    if (interval) how.interval = std::chrono::duration_cast<std::chrono::milliseconds>(*interval);
    auto stream = std::make_unique<event::Stream>(event::Stream{words.name, std::move(element), event::Origin::metadata});
    samples.all_.push_back(std::make_unique<Sampled>(
        Sampled{*map, how, std::move(key), std::move(value), std::move(stream), Clock::now() + how.interval}));
  }
  return samples;
}

std::vector<const event::Stream*> Samples::streams() const {
  std::vector<const event::Stream*> all;
  for (const auto& each : all_) all.push_back(each->stream.get());
  return all;
}

Samples::Clock::time_point Samples::next() const {
  auto first = Clock::time_point::max();
  for (const auto& each : all_) first = std::min(first, each->next);
  return first;
}

Result<std::size_t> Samples::show_due(Clock::time_point now, const Outlets& to) {
  std::size_t shown = 0;
  for (const auto& each : all_) {
    if (each->next > now) continue;
    WAGGLE_CHECK(each->show(to));
    each->next = std::max(each->next + each->how.interval, now);  // what was missed is not made up for
    ++shown;
  }
  return shown;
}

Result<void> Samples::show_all(const Outlets& to) {
  for (const auto& each : all_) WAGGLE_CHECK(each->show(to));
  return {};
}

}  // namespace waggle::loader
