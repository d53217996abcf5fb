#include "waggle/loader/event_types.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/loader/requests.hh"

namespace waggle::loader {
namespace {

using event::Origin;
using event::TypePtr;

constexpr std::string_view kTag = "waggle:event=";

TypePtr only_bytes() { return std::make_shared<const event::Type>(); }

EventTypes one(const std::string& map, TypePtr type, Origin origin) {
  EventTypes types;
  types.streams.push_back(std::make_unique<event::Stream>(event::Stream{map, std::move(type), origin}));
  return types;
}

// What the package says, structure by structure.
class FromPackage {
 public:
  FromPackage(const package::Package& package, const btf::Types& types) : package_(package), types_(types) {}

  // Null where it says nothing about this map.
  Result<TypePtr> find(const std::string& map) const {
    const package::Map* const words = package_.map(map);
    if (words != nullptr && words->layout) return words->layout;
    if (words != nullptr && words->type) return types_.describe(*words->type);
    if (words != nullptr && !words->members.empty()) return custom(*words);
    if (package_.export_types.size() != 1) return TypePtr();
    return exported(package_.export_types.front());
  }
  // The one that is meant, where the package exports several and this is their size.
  Result<TypePtr> of_size(std::uint32_t bytes) const {
    TypePtr found;
    for (const package::ExportType& each : package_.export_types) {
      if (each.size != bytes) continue;
      if (found) return TypePtr();
      WAGGLE_TRY(found, exported(each));
    }
    return found;
  }

 private:
  Result<TypePtr> exported(const package::ExportType& words) const {
    const auto found = types_.find("struct " + words.name);
    const auto id = found ? found : words.type;
    if (!id) return Error(ENOENT, fmt::format("the package's events are struct {}, which its object does not know", words.name));
    WAGGLE_TRY(TypePtr type, types_.describe(*id));
    if (words.size != 0 && words.size != type->size)
      return Error(EINVAL, fmt::format("the package says that struct {} has {} bytes, its object {}", words.name,
                                       words.size, type->size));
    return type;
  }
  Result<TypePtr> custom(const package::Map& words) const {
    event::Type type{.kind = event::Kind::structure, .name = words.name};
    for (const package::CustomMember& each : words.members) {
      WAGGLE_TRY(TypePtr member, types_.describe(each.type));
      const std::uint64_t end = std::uint64_t{each.offset} + member->size;
      if (end > UINT32_MAX / 8)
        return Error(EINVAL, fmt::format("the package has member '{}' at byte {}", each.name, each.offset));
      type.size = std::max(type.size, static_cast<std::uint32_t>(end));
      type.members.push_back({each.name, each.offset * 8, 0, std::move(member)});
    }
    return std::make_shared<const event::Type>(std::move(type));
  }

  const package::Package& package_;
  const btf::Types& types_;
};

// "WAGGLE:EVENT=NAME[,NAME]" on the map.
std::vector<std::string> tagged(const btf::Types& types, const std::string& map) {
  std::vector<std::string> names;
  for (const std::string& tag : types.tags(map))
    if (tag.starts_with(kTag)) names.push_back(tag.substr(kTag.size()));
  return names;
}

Result<TypePtr> named(const btf::Types& types, std::string_view name) {
  const auto id = types.find(name);
  if (!id) return Error(ENOENT, fmt::format("the object's BTF has no '{}'", name));
  return types.describe(*id);
}

std::string_view words(Origin origin) {
  switch (origin) {
    case Origin::metadata: return "the package says so";
    case Origin::option: return "by --type";
    case Origin::tag: return "by a tag on the map";
    case Origin::debug_info: return "from debug information";
    case Origin::size: return "the only structure that fits what is sent";
    case Origin::reconstructed: return "reconstructed from the instructions that write it";
    case Origin::unknown: return "nothing tells what they are";
  }
  return "";
}

}  // namespace

const event::Stream& EventTypes::of(std::size_t bytes) const {
  for (const auto& stream : streams)
    if (stream->type->size == bytes) return *stream;
  return *streams.front();
}

struct EventTyping::State {
  const Loaded& loaded;
  const package::Package& package;
  std::vector<Request> wishes;  // --type
  Log& log;

  Result<EventTypes> decide(const std::string& map) const;
};

EventTyping::EventTyping(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventTyping::EventTyping(EventTyping&&) noexcept = default;
EventTyping::~EventTyping() = default;

Result<EventTyping> EventTyping::create(const Loaded& loaded, const package::Package& package, const Options& options,
                                        Log& log) {
  auto state = std::make_unique<State>(State{loaded, package, {}, log});
  for (const std::string& wish : options.types) {
    WAGGLE_TRY(Request request, parse_request(wish, "--type"));
    const auto is_meant = [&](const MapTypes& map) { return map.name == request.name; };
    if (std::ranges::none_of(loaded.maps, is_meant))
      return Error(ENOENT, fmt::format("--type {}: the object has no map '{}'", wish, request.name));
    state->wishes.push_back(std::move(request));
  }
  return EventTyping(std::move(state));
}

Result<EventTypes> EventTyping::State::decide(const std::string& map) const {
  EventTypes types;
  const auto add = [&](TypePtr type, Origin origin) {
    types.streams.push_back(std::make_unique<event::Stream>(event::Stream{map, std::move(type), origin}));
  };
  for (const Request& wish : wishes) {
    if (wish.name != map) continue;
    auto type = named(loaded.types, wish.value);
    if (!type.ok()) return std::move(type).error().context("--type");
    add(std::move(*type), Origin::option);
  }
  if (!types.streams.empty()) return types;
  WAGGLE_TRY(TypePtr said, FromPackage(package, loaded.types).find(map));
  if (said) return one(map, std::move(said), Origin::metadata);
  for (const std::string& name : tagged(loaded.types, map)) {
    WAGGLE_TRY(TypePtr type, named(loaded.types, name));
    add(std::move(type), Origin::tag);
  }
  if (types.streams.empty()) add(only_bytes(), Origin::unknown);
  return types;
}

Result<EventTypes> EventTyping::decide(const std::string& map) const {
  auto types = state_->decide(map);
  if (!types.ok()) return std::move(types).error().context(fmt::format("the events of '{}'", map));
  for (const auto& stream : types->streams)
    state_->log.info(fmt::format("events of '{}' are {} ({} bytes): {}", map,
                                 stream->type->name.empty() ? "bytes" : stream->type->name, stream->type->size,
                                 words(stream->origin)));
  return types;
}

}  // namespace waggle::loader
