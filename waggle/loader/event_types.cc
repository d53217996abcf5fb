#include "waggle/loader/event_types.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/event/meaning.hh"
#include "waggle/loader/inference.hh"
#include "waggle/loader/requests.hh"

namespace waggle::loader {
namespace {

using event::Origin;
using event::TypePtr;

constexpr std::string_view kTag = "waggle:event=";

bool is_addresses(const event::Member& member) {
  return member.type && member.type->kind == event::Kind::array && member.type->element &&
         member.type->element->size == sizeof(std::uint64_t);
}

// Call stacks are known by their names. A package may have its own for what everybody calls so; who prints knows only
// those.
TypePtr with_stacks(const TypePtr& type, const package::StackMembers& stacks) {
  using event::Meaning;
  event::Type changed = *type;
  for (event::Member& member : changed.members) {
    const bool is_kernel = member.name == stacks.kernel, is_user = member.name == stacks.user;
    if ((is_kernel || is_user) && is_addresses(member)) {
      const Meaning meaning = is_kernel ? Meaning::kernel_stack : Meaning::user_stack;
      member.type = event::with_meaning(member.type, stacks.named ? meaning : Meaning::hexadecimal);
      member.name = is_kernel ? "kstack" : "ustack";
    } else if (member.name == stacks.kernel_size) {
      member.name = "kstack_sz";
    } else if (member.name == stacks.user_size) {
      member.name = "ustack_sz";
    } else if (member.name == stacks.pid) {
      member.name = "pid";
    }
  }
  return std::make_shared<const event::Type>(std::move(changed));
}

TypePtr only_bytes() { return std::make_shared<const event::Type>(); }

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
    if (!id)
      return Error(ENOENT,
                   fmt::format("the package's events are struct {}, which its object does not know", words.name));
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
  Inference inference;
  Log& log;

  Result<std::vector<Inferred>> decide(const std::string& map) const;
  Result<std::vector<Inferred>> wished(const std::string& map) const;
  Result<std::vector<Inferred>> said(const std::string& map) const;
  Result<std::vector<Inferred>> tagged_as(const std::string& map) const;
  Result<std::vector<Inferred>> inferred(const std::string& map) const;
};

EventTyping::EventTyping(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventTyping::EventTyping(EventTyping&&) noexcept = default;
EventTyping::~EventTyping() = default;

Result<EventTyping> EventTyping::create(const Loaded& loaded, const package::Package& package, const Options& options,
                                        Log& log) {
  WAGGLE_TRY(Inference inference, Inference::create(loaded, package));
  std::unique_ptr<State> state(new State{loaded, package, {}, std::move(inference), log});
  for (const std::string& wish : options.types) {
    WAGGLE_TRY(Request request, parse_request(wish, "--type"));
    const auto is_meant = [&](const MapTypes& map) { return map.name == request.name; };
    if (std::ranges::none_of(loaded.maps, is_meant))
      return Error(ENOENT, fmt::format("--type {}: the object has no map '{}'", wish, request.name));
    state->wishes.push_back(std::move(request));
  }
  return EventTyping(std::move(state));
}

Result<std::vector<Inferred>> EventTyping::State::wished(const std::string& map) const {
  std::vector<Inferred> types;
  for (const Request& wish : wishes) {
    if (wish.name != map) continue;
    auto type = named(loaded.types, wish.value);
    if (!type.ok()) return std::move(type).error().context("--type");
    types.push_back({std::move(*type), Origin::option, "by --type"});
  }
  return types;
}

Result<std::vector<Inferred>> EventTyping::State::said(const std::string& map) const {
  WAGGLE_TRY(TypePtr type, FromPackage(package, loaded.types).find(map));
  if (!type) return std::vector<Inferred>();
  return std::vector<Inferred>{{std::move(type), Origin::metadata, "the package says so"}};
}

Result<std::vector<Inferred>> EventTyping::State::tagged_as(const std::string& map) const {
  std::vector<Inferred> types;
  for (const std::string& name : tagged(loaded.types, map)) {
    WAGGLE_TRY(TypePtr type, named(loaded.types, name));
    types.push_back({std::move(type), Origin::tag, "by a tag on the map"});
  }
  return types;
}

// Where the package exports several types, the size tells which.
Result<std::vector<Inferred>> EventTyping::State::inferred(const std::string& map) const {
  std::vector<Inferred> types = inference.of(map);
  for (Inferred& each : types) {
    WAGGLE_TRY(TypePtr exported, FromPackage(package, loaded.types).of_size(each.type->size));
    if (exported) each = {std::move(exported), Origin::metadata, "the package exports this type, of this size"};
  }
  if (types.empty()) types.push_back({only_bytes(), Origin::unknown, "no program was seen to send any"});
  return types;
}

Result<std::vector<Inferred>> EventTyping::State::decide(const std::string& map) const {
  for (const auto ask : {&State::wished, &State::said, &State::tagged_as}) {
    WAGGLE_TRY(auto types, (this->*ask)(map));
    if (!types.empty()) return types;
  }
  return inferred(map);
}

Result<EventTypes> EventTyping::decide(const std::string& map) const {
  auto kinds = state_->decide(map);
  if (!kinds.ok()) return std::move(kinds).error().context(fmt::format("the events of '{}'", map));
  EventTypes types;
  const package::Map* const words = state_->package.map(map);
  const package::StackMembers stacks = words != nullptr && words->stacks ? *words->stacks : package::StackMembers();
  for (Inferred& kind : *kinds) {
    const bool named = kind.origin != Origin::reconstructed && kind.origin != Origin::unknown;
    state_->log.info(
        fmt::format("events of '{}'{}{}: {}", map, named ? " are " : "", named ? kind.type->name : "", kind.why));
    types.streams.push_back(
        std::make_unique<event::Stream>(event::Stream{map, with_stacks(kind.type, stacks), kind.origin}));
  }
  return types;
}

}  // namespace waggle::loader
