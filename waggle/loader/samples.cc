#include "waggle/loader/samples.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "waggle/base/strings.hh"
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
  event::TypePtr key, value;              // `key` null: global variables
  std::unique_ptr<event::Stream> stream;  // of {key, value}, or of the variables
  Clock::time_point next;
  bool skips_zeros = false;  // elements of an array that nobody wrote to

  Result<void> show(const Outlets& to, event::CutShort cut_short);
  Result<bool> draw(const Element& element, event::Output& output) const;
  Result<void> list(const Element& element, event::Sink& sink, event::CutShort cut_short) const;
};

Samples::Samples() = default;
Samples::Samples(Samples&&) noexcept = default;
Samples::~Samples() = default;

// Whether it is a histogram; false where the value has no counters.
Result<bool> Samples::Sampled::draw(const Element& element, event::Output& output) const {
  const auto slots = event::slots_of(*value, element.value);
  if (!slots) return false;
  const bool is_linear = how.kind == SampleKind::linear_histogram;
  const event::Histogram histogram{
      .scale = is_linear ? event::Scale::linear : event::Scale::log2, .slots = *slots, .unit = how.unit};
  std::string text = describe(*key, *value, element);
  event::append_histogram(text, histogram);
  WAGGLE_CHECK(output.write(text + '\n'));
  return true;
}

Result<void> Samples::Sampled::list(const Element& element, event::Sink& sink, event::CutShort cut_short) const {
  if (skips_zeros && std::ranges::all_of(element.value, [](std::byte b) { return b == std::byte{0}; })) return {};
  ByteVector both = key ? element.key : ByteVector();
  both.insert(both.end(), element.value.begin(), element.value.end());
  return sink.write({*stream, std::chrono::system_clock::now(), both, cut_short});
}

Result<void> Samples::Sampled::show(const Outlets& to, event::CutShort cut_short) {
  WAGGLE_TRY(const auto elements, read_elements(map, *value));
  const bool drawn = key && how.kind != SampleKind::key_value && to.text != nullptr;
  if (drawn && cut_short && !elements.empty())
    WAGGLE_CHECK(to.text->write(fmt::format("# in {} ms\n", event::shown_milliseconds(*cut_short))));
  for (const Element& element : elements) {
    if (drawn) {
      WAGGLE_TRY(const bool is_histogram, draw(element, *to.text));
      if (is_histogram) continue;
    }
    WAGGLE_CHECK(list(element, to.sink, cut_short));
  }
  if (how.clear) clear(map, elements);
  return to.sink.flush();
}

namespace {

// Its time never comes: only the end shows it.
constexpr std::chrono::milliseconds kNever = std::chrono::hours(24 * 365 * 100);

bool is_array(const bpf::Map& map) {
  return bpf::map_type_name(map.info().type).find("array") != std::string_view::npos;
}

// "MAP", "MAP=log2", "MAP=linear", "MAP=table".
Result<std::pair<std::string, package::Sample>> parse_sample(const std::string& text) {
  const auto [name, kind] = split_once(text, '=');
  package::Sample how{.interval = kNever};
  if (kind == "log2") how.kind = SampleKind::log2_histogram;
  else if (kind == "linear") how.kind = SampleKind::linear_histogram;
  else if (kind && kind != "table")
    return Error(EINVAL, fmt::format("--sample {}: a map is shown as log2, linear or table", text));
  return std::pair(std::string(name), how);
}

const MapTypes* types_of(const Loaded& loaded, std::string_view map) {
  const auto found = std::ranges::find(loaded.maps, map, &MapTypes::name);
  return found == loaded.maps.end() ? nullptr : &*found;
}

// Hash tables and arrays whose keys and values have types, as results are kept.
bool is_table(const Loaded& loaded, const bpf::Map& map) {
  static constexpr std::string_view kKinds[] = {"hash",         "array",    "percpu_hash",
                                                "percpu_array", "lru_hash", "lru_percpu_hash"};
  const MapTypes* const types = types_of(loaded, map.info().name);
  const bool internal = map.info().name.find('.') != std::string::npos;
  return types != nullptr && types->key != 0 && types->value != 0 && !internal &&
         std::ranges::find(kKinds, bpf::map_type_name(map.info().type)) != std::end(kKinds);
}

bool has_slots(const Loaded& loaded, const bpf::Map& map) {
  const auto type = loaded.types.describe(types_of(loaded, map.info().name)->value);
  return type.ok() && std::ranges::find((*type)->members, "slots", &event::Member::name) != (*type)->members.end();
}

}  // namespace

Result<void> Samples::add(Loaded& loaded, const std::string& name, const package::Sample& words,
                          const Options& options) {
  const bpf::Map* const map = loaded.object.map(name);
  const MapTypes* const types = types_of(loaded, name);
  if (map == nullptr || types == nullptr)
    return Error(ENOENT, fmt::format("map '{}' is to be sampled, but the object does not have it", name));
  if (map->info().key_size == 0 || map->info().value_size == 0)
    return Error(EINVAL, fmt::format("map '{}' is to be sampled, but has no elements", name));
  WAGGLE_TRY(auto key, loaded.types.describe(types->key).context(fmt::format("the keys of map '{}'", name)));
  WAGGLE_TRY(auto value, loaded.types.describe(types->value).context(fmt::format("the values of map '{}'", name)));
  WAGGLE_TRY(auto element, event::element_type(key, value));
  package::Sample how = words;
  if (options.sample_interval)
    how.interval = std::chrono::duration_cast<std::chrono::milliseconds>(*options.sample_interval);
  auto stream = std::make_unique<event::Stream>(event::Stream{name, std::move(element), event::Origin::metadata});
  all_.push_back(std::make_unique<Sampled>(Sampled{*map, how, std::move(key), std::move(value), std::move(stream),
                                                   Clock::now() + how.interval, is_array(*map)}));
  return {};
}

Result<Samples> Samples::open(Loaded& loaded, const package::Package& package, const Options& options) {
  Samples samples;
  for (const package::Map& words : package.maps)
    if (words.sample) WAGGLE_CHECK(samples.add(loaded, words.name, *words.sample, options));
  for (const std::string& wish : options.samples) {
    WAGGLE_TRY(const auto sample, parse_sample(wish));
    WAGGLE_CHECK(samples.add(loaded, sample.first, sample.second, options));
  }
  return samples;
}

Result<bool> Samples::add_histograms(Loaded& loaded, const Options& options, Log& log) {
  bool any = false;
  for (const bpf::Map& map : loaded.object.maps()) {
    if (!is_table(loaded, map) || !has_slots(loaded, map)) continue;
    WAGGLE_CHECK(add(loaded, map.info().name, {.interval = kNever, .kind = SampleKind::log2_histogram}, options));
    log.info(
        fmt::format("the object has no buffer; its map '{}' has slots and is shown as a histogram", map.info().name));
    any = true;
  }
  return any;
}

Result<void> Samples::add_tables(Loaded& loaded, const Options& options, Log& log) {
  for (const bpf::Map& map : loaded.object.maps()) {
    if (is_table(loaded, map)) {
      WAGGLE_CHECK(add(loaded, map.info().name, {.interval = kNever}, options));
      log.info(fmt::format("the object has no buffer; its map '{}' is shown", map.info().name));
    } else if (map.info().name.ends_with(".bss") || map.info().name.ends_with(".data")) {
      WAGGLE_CHECK(add_variables(loaded, map, options, log));
    }
  }
  return {};
}

// The variables of a section that the program changes, as one event.
Result<void> Samples::add_variables(Loaded& loaded, const bpf::Map& section, const Options& options, Log& log) {
  event::Type type{.kind = event::Kind::structure, .name = section.info().name, .size = section.info().value_size};
  for (const Global& global : loaded.globals.all())
    if (section.info().name.ends_with(global.section))
      type.members.push_back({global.variable, global.offset * 8, 0, global.type});
  if (type.members.empty()) return {};
  log.info(fmt::format("the object has no buffer; its variables in '{}' are shown", section.info().name));
  const package::Sample how{.interval = options.sample_interval ? std::chrono::duration_cast<std::chrono::milliseconds>(
                                                                      *options.sample_interval)
                                                                : kNever};
  auto value = std::make_shared<const event::Type>(std::move(type));
  auto stream = std::make_unique<event::Stream>(event::Stream{section.info().name, value, event::Origin::metadata});
  all_.push_back(std::make_unique<Sampled>(
      Sampled{section, how, nullptr, std::move(value), std::move(stream), Clock::now() + how.interval, false}));
  return {};
}

Result<void> Samples::add_results(Loaded& loaded, const Options& options, Log& log) {
  WAGGLE_TRY(const bool histograms, add_histograms(loaded, options, log));
  return histograms ? Result<void>() : add_tables(loaded, options, log);
}

std::vector<const event::Stream*> Samples::streams() const {
  std::vector<const event::Stream*> all;
  all.reserve(all_.size());
  for (const auto& each : all_) all.push_back(each->stream.get());
  return all;
}

void Samples::begin(Clock::time_point now) {
  for (const auto& each : all_) each->next = now + each->how.interval;
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
    WAGGLE_CHECK(each->show(to, {}));
    each->next = std::max(each->next + each->how.interval, now);  // what was missed is not made up for
    ++shown;
  }
  return shown;
}

Result<void> Samples::show_all(Clock::time_point now, const Outlets& to) {
  for (const auto& each : all_) {
    const bool is_cut = each->how.clear && now < each->next;
    WAGGLE_CHECK(each->show(to, is_cut ? event::CutShort(now - (each->next - each->how.interval)) : std::nullopt));
  }
  return {};
}

}  // namespace waggle::loader
