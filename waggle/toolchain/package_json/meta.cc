#include "waggle/toolchain/package_json/meta.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/types.hh"

namespace waggle::toolchain {
namespace {

using event::Kind;

constexpr std::uint32_t kMmapable = 1U << 10U;  // BPF_F_MMAPABLE

std::string identifier(std::string_view name) {
  std::string word(name);
  std::ranges::replace_if(word, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return word;
}

bool is_global_data(const bpf::MapSpec& map) { return map.internal() && (map.shape().flags & kMmapable) != 0; }

bool carries_events(const bpf::MapSpec& map) {
  const std::string_view type = bpf::map_type_name(map.shape().type);
  return type == "ringbuf" || type == "perf_event_array";
}

class Meta {
 public:
  Meta(const bpf::ObjectSpec& spec, const btf::Types& types, const PackageSource& source)
      : spec_(spec), types_(types), source_(source), said_(documented(source.text)) {}

  Result<Json> write() {
    WAGGLE_TRY(Json sections, sections_of());
    WAGGLE_TRY(Json maps, maps_of());
    WAGGLE_TRY(Json programs, programs_of());
    WAGGLE_TRY(Json doc, doc_of());
    add_events_of_header();
    Json skeleton{{"obj_name", identifier(source_.name) + "_bpf"},
                  {"data_sections", std::move(sections)},
                  {"maps", std::move(maps)},
                  {"progs", std::move(programs)}};
    if (!doc.empty()) skeleton["doc"] = std::move(doc);
    Json exported = Json::array();
    for (const btf::TypeId type : events_) {
      WAGGLE_TRY(Json described, export_type(type));
      exported.push_back(std::move(described));
    }
    return Json{{"eunomia_version", "waggle"},
                {"export_types", std::move(exported)},
                {"bpf_skel", std::move(skeleton)},
                {"enable_multiple_export_types", typed_maps_ > 1}};
  }

 private:
  // The declaration of `name` that has something before it.
  [[nodiscard]] const Documented* find(std::string_view name) const {
    const auto declares = [name](const Documented& each) { return std::ranges::count(each.words, name) > 0; };
    const auto found = std::ranges::find_if(said_, declares);
    return found == said_.end() ? nullptr : &*found;
  }
  Result<void> annotate(Json& entry, Subject subject, std::string_view name) const {
    const Documented* const said = find(name);
    return said == nullptr ? Result<void>() : add_annotations(entry, subject, said->annotations, source_.program);
  }

  // As C writes it; structures and unions have no name that a reader could use.
  [[nodiscard]] std::string type_name(const event::TypePtr& type) const {
    if (type->kind == Kind::structure || type->kind == Kind::union_) return "composite";
    return type->kind == Kind::enumeration ? "enum" : type->name;
  }

  Result<Json> variables_of(const std::string& section) const {
    Json variables = Json::array();
    for (const btf::Variable& variable : types_.variables(section)) {
      if (!variable.global) continue;
      WAGGLE_TRY(const event::TypePtr type, types_.describe(variable.type));
      Json entry{{"name", variable.name}, {"type", type_name(type)}};
      WAGGLE_CHECK(annotate(entry, Subject::variable, variable.name));
      variables.push_back(std::move(entry));
    }
    return variables;
  }
  Result<Json> sections_of() const {
    Json sections = Json::array();
    for (const bpf::MapSpec& map : spec_.maps()) {
      if (!is_global_data(map)) continue;
      const std::string section(bpf::section_of(map.name()));
      WAGGLE_TRY(Json variables, variables_of(section));
      sections.push_back({{"name", section}, {"variables", std::move(variables)}});
    }
    return sections;
  }

  Result<Json> maps_of() {
    Json maps = Json::array();
    for (const bpf::MapSpec& map : spec_.maps()) {
      const std::string_view name = map.name();
      const std::string ident = identifier(map.internal() ? bpf::section_of(name).substr(1) : name);
      Json entry{{"name", name}, {"ident", ident}};
      if (is_global_data(map)) entry["mmaped"] = true;
      if (!map.internal()) WAGGLE_CHECK(annotate(entry, Subject::map, name));
      if (carries_events(map)) WAGGLE_CHECK(add_event(entry, std::string(name)));
      maps.push_back(std::move(entry));
    }
    return maps;
  }

  Result<Json> programs_of() const {
    Json programs = Json::array();
    for (const bpf::Program& program : spec_.programs()) {
      Json entry{{"name", program.name()}, {"attach", program.section()}, {"link", true}};
      WAGGLE_CHECK(annotate(entry, Subject::program, program.name()));
      programs.push_back(std::move(entry));
    }
    return programs;
  }

  // What is said before the licence is said about the whole.
  Result<Json> doc_of() const {
    Json doc = Json::object();
    for (const btf::Variable& variable : types_.variables("license"))
      WAGGLE_CHECK(annotate(doc, Subject::licence, variable.name));
    return doc;
  }

  // One type that the source names for this map stands at the map; of several the size of an event tells.
  Result<void> add_event(Json& entry, const std::string& map) {
    WAGGLE_TRY(std::vector<btf::TypeId> chosen, said_of(map));
    if (chosen.empty()) {
      WAGGLE_TRY(chosen, tagged_at(map));
    }
    if (chosen.size() == 1) {
      entry["export_config"] = {{"btf_type_id", chosen.front()}};
      ++typed_maps_;
    }
    for (const btf::TypeId type : chosen) remember(type);
    return {};
  }
  Result<std::vector<btf::TypeId>> said_of(const std::string& map) const {
    std::vector<btf::TypeId> chosen;
    const Documented* const said = find(map);
    if (said == nullptr) return chosen;
    for (const Annotation& annotation : said->annotations) {
      if (annotation.key != "event") continue;
      WAGGLE_TRY(const btf::TypeId type, structure(annotation));
      chosen.push_back(type);
    }
    return chosen;
  }
  Result<std::vector<btf::TypeId>> tagged_at(const std::string& map) const {
    std::vector<btf::TypeId> chosen;
    const std::vector<std::string> tags = types_.tags(map);
    for (const Annotation& tag : strings_with(source_.text, kEventTag)) {
      if (std::ranges::count(tags, tag.key + tag.text) == 0) continue;
      WAGGLE_TRY(const btf::TypeId type, structure(tag));
      chosen.push_back(type);
    }
    return chosen;
  }
  Result<btf::TypeId> structure(const Annotation& wish) const {
    if (!is_identifier(wish.text))
      return wrong_annotation(source_.program, wish, "must be the name of a structure, and nothing else");
    const auto type = types_.find("struct " + wish.text);
    if (!type) return wrong_annotation(source_.program, wish, fmt::format("there is no struct {}", wish.text));
    return *type;
  }
  void add_events_of_header() {
    if (!events_.empty()) return;
    for (const std::string& name : structures_defined_in(source_.events))
      if (const auto type = types_.find("struct " + name)) remember(*type);
  }
  void remember(btf::TypeId type) {
    if (std::ranges::find(events_, type) == events_.end()) events_.push_back(type);
  }

  Result<Json> export_type(btf::TypeId id) const {
    WAGGLE_TRY(const event::TypePtr type, types_.describe(id));
    Json members = Json::array();
    for (const event::Member& member : type->members)
      if (member.type) members.push_back({{"name", member.name}, {"type", type_name(member.type)}});
    std::string_view name = type->name;
    if (name.starts_with("struct ")) name.remove_prefix(7);
    return Json{{"name", name}, {"size", type->size}, {"type_id", id}, {"members", std::move(members)}};
  }

  const bpf::ObjectSpec& spec_;
  const btf::Types& types_;
  const PackageSource& source_;
  std::vector<Documented> said_;
  std::vector<btf::TypeId> events_;  // which structures are exported
  unsigned typed_maps_ = 0;          // maps whose events have a type of their own
};

}  // namespace

Result<Json> meta_of(Bytes elf, const PackageSource& source) {
  // Opened under the name that loaders will give it: libbpf makes the names of sections' maps of that.
  WAGGLE_TRY(const bpf::ObjectSpec spec,
             bpf::ObjectSpec::open(elf, identifier(source.name) + "_bpf").context(source.program));
  if (spec.btf().empty())
    return Error(ENOENT, fmt::format("{}: the object has no BTF; compile it with -g", source.program));
  WAGGLE_TRY(const btf::Types types, btf::Types::parse(spec.btf()).context(source.program));
  return Meta(spec, types, source).write();
}

}  // namespace waggle::toolchain
