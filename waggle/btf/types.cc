#include "waggle/btf/types.hh"

#include <linux/btf.h>

#include <array>

#include "waggle/btf/c_name.hh"
#include "waggle/btf/describe.hh"

namespace waggle::btf {
namespace {

struct Tagged {
  std::string_view prefix;
  std::array<std::uint32_t, 2> kinds;
};
constexpr std::array<Tagged, 3> kTagged{{
    {"struct ", {BTF_KIND_STRUCT, BTF_KIND_STRUCT}},
    {"union ", {BTF_KIND_UNION, BTF_KIND_UNION}},
    {"enum ", {BTF_KIND_ENUM, BTF_KIND_ENUM64}},
}};
// What a bare name may mean, in this order.
constexpr std::array<std::uint32_t, 7> kBare{BTF_KIND_STRUCT, BTF_KIND_TYPEDEF, BTF_KIND_UNION, BTF_KIND_ENUM,
                                             BTF_KIND_ENUM64, BTF_KIND_INT,     BTF_KIND_FLOAT};
constexpr std::uint32_t kStatic = 0;  // enum btf_var linkage: BTF_VAR_STATIC

// "const" or "volatile" of a variable, or of the elements of one that is an array.
bool is_qualified(const Image& image, TypeId id, std::uint32_t qualifier) {
  for (int steps = 0; steps < kMostSteps; ++steps) {
    const Record& record = image.at(id);
    if (record.kind == qualifier) return true;
    switch (record.kind) {
      case BTF_KIND_ARRAY: id = record.words[0]; break;
      case BTF_KIND_TYPEDEF:
      case BTF_KIND_CONST:
      case BTF_KIND_VOLATILE:
      case BTF_KIND_TYPE_TAG: id = record.type; break;
      default: return false;
    }
  }
  return false;
}

}  // namespace

struct Types::State {
  Image image;
  Tags tags;

  [[nodiscard]] std::optional<TypeId> find(std::string_view name, std::uint32_t kind) const {
    for (TypeId id = 1; id < image.count(); ++id)
      if (image.at(id).kind == kind && image.at(id).name == name) return id;
    return std::nullopt;
  }
};

Types::Types(std::unique_ptr<State> state) : state_(std::move(state)) {}
Types::Types(Types&&) noexcept = default;
Types& Types::operator=(Types&&) noexcept = default;
Types::~Types() = default;

Result<Types> Types::parse(Bytes btf) {
  WAGGLE_TRY(Image image, Image::parse(btf));
  Tags tags = tags_of(image);
  return Types(std::make_unique<State>(State{std::move(image), std::move(tags)}));
}

std::optional<TypeId> Types::find(std::string_view name) const {
  if (name.empty()) return std::nullopt;
  for (const Tagged& tagged : kTagged) {
    if (!name.starts_with(tagged.prefix)) continue;
    name.remove_prefix(tagged.prefix.size());
    const auto found = state_->find(name, tagged.kinds[0]);
    return found ? found : state_->find(name, tagged.kinds[1]);
  }
  for (const std::uint32_t kind : kBare)
    if (const auto found = state_->find(name, kind)) return found;
  return std::nullopt;
}

std::vector<TypeId> Types::structures() const {
  std::vector<TypeId> found;
  for (TypeId id = 1; id < state_->image.count(); ++id) {
    const Record& record = state_->image.at(id);
    const bool composite = record.kind == BTF_KIND_STRUCT || record.kind == BTF_KIND_UNION;
    if (composite && !record.name.empty() && record.size != 0) found.push_back(id);
  }
  return found;
}

std::string Types::name(TypeId type) const { return c_name(state_->image, type); }

std::uint32_t Types::size(TypeId type) const { return type < state_->image.count() ? state_->image.size(type) : 0; }

std::vector<Variable> Types::variables(std::string_view section) const {
  const Image& image = state_->image;
  std::vector<Variable> found;
  const auto id = state_->find(section, BTF_KIND_DATASEC);
  if (!id) return found;
  const Record& entries = image.at(*id);
  for (std::size_t i = 0; i < entries.words.size(); i += 3) {
    const Record& variable = image.at(entries.words[i]);
    if (variable.kind != BTF_KIND_VAR) continue;  // a function in .ksyms
    found.push_back({.name = std::string(variable.name),
                     .offset = entries.words[i + 1],
                     .size = entries.words[i + 2],
                     .type = variable.type,
                     .global = variable.words[0] != kStatic,
                     .constant = is_qualified(image, variable.type, BTF_KIND_CONST),
                     .volatile_ = is_qualified(image, variable.type, BTF_KIND_VOLATILE)});
  }
  return found;
}

std::vector<std::string> Types::tags(std::string_view variable) const {
  std::vector<std::string> found;
  const auto id = state_->find(variable, BTF_KIND_VAR);
  if (!id) return found;
  if (const auto said = state_->tags.find({*id, -1}); said != state_->tags.end())
    found.assign(said->second.begin(), said->second.end());
  return found;
}

Result<event::TypePtr> Types::describe(TypeId type) const { return btf::describe(state_->image, state_->tags, type); }

}  // namespace waggle::btf
