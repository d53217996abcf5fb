#include "waggle/toolchain/skeleton/skeleton.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <optional>
#include <vector>

#include "waggle/bpf/map_layout.hh"
#include "waggle/bpf/map_names.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/toolchain/header/c.hh"
#include "waggle/toolchain/header/layout.hh"

namespace waggle::toolchain {
namespace {

constexpr std::uint32_t kMmapable = 1U << 10U;  // BPF_F_MMAPABLE

template <class... A>
void add(std::string& text, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(text), format, std::forward<A>(a)...);
}

std::string identifier(std::string_view name) {
  std::string word;
  for (const char c : name) word += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return word;
}

std::string upper(std::string word) {
  for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return word;
}

// Structures that <linux/bpf.h> defines, which libbpf's header includes, and that variables may have.
bool is_uapi(std::string_view name) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"bpf_spin_lock", "bpf_timer", "bpf_wq", "bpf_task_work", "bpf_dynptr", "bpf_list_head", "bpf_list_node",
       "bpf_rb_root", "bpf_rb_node", "bpf_refcount", "bpf_iter_num"});
  return std::ranges::find(kNames, name) != kNames.end();
}

struct MapEntry {
  std::string name;                // as libbpf finds it
  std::string field;               // in the skeleton
  std::optional<Section> globals;  // of a section that a program can see
  bool is_struct_ops = false;
};

struct ProgramEntry {
  std::string name, field;
};

// What the text is made from.
struct Contents {
  std::string name;
  bool compat = false;
  bool ilp32 = false;
  std::vector<MapEntry> maps = {};
  std::vector<ProgramEntry> programs = {};
  std::vector<std::string> reserved = {};  // names that C++ keeps for itself
  Layout types = {};

  [[nodiscard]] CDialect dialect() const { return compat || ilp32 ? CDialect::any_guest : CDialect::lp64; }
};

// The member's name: the object's own in C. What C++ keeps for itself is a macro, NAME_template, that is another word
// there.
std::string field(Contents& contents, std::string_view name) {
  std::string word = identifier(name);
  if (c_name(word) == word) return word;
  if (std::ranges::find(contents.reserved, word) == contents.reserved.end()) contents.reserved.push_back(word);
  return upper(contents.name) + "_" + word;
}

std::string skeleton_name(const SkeletonOptions& options) {
  if (!options.name.empty()) return c_name(identifier(options.name));
  std::string_view file = options.file;
  file.remove_prefix(file.rfind('/') + 1);
  if (file.ends_with(".o")) file.remove_suffix(2);
  return c_name(identifier(file));
}

Result<void> add_globals(Contents& contents, const bpf::ObjectSpec& spec) {
  std::vector<std::string> sections;
  for (const bpf::MapSpec& map : spec.maps())
    if (map.internal() && (map.shape().flags & kMmapable) != 0) sections.emplace_back(bpf::section_of(map.name()));
  if (sections.empty()) return {};
  WAGGLE_TRY(const btf::Image image, btf::Image::parse(spec.btf()));
  WAGGLE_TRY(GlobalsLayout layout, lay_out_globals(image, sections));
  contents.types = std::move(layout.types);
  for (Section& section : layout.sections) {
    for (Member& variable : section.values.members) variable.name = field(contents, variable.name);
    const auto map = std::ranges::find(contents.maps, identifier(section.name.substr(1)), &MapEntry::field);
    map->globals = std::move(section);
  }
  return {};
}

Result<Contents> read(Bytes elf, const SkeletonOptions& options) {
  // Guests open it under the skeleton's name, and libbpf makes the names of sections' maps of that.
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, skeleton_name(options)).context(options.file));
  Contents contents{.name = skeleton_name(options), .compat = options.compat, .ilp32 = options.ilp32};
  for (const bpf::MapSpec& map : spec.maps()) {
    const std::string_view name = map.name();
    contents.maps.push_back({.name = std::string(name),
                             .field = field(contents, map.internal() ? bpf::section_of(name).substr(1) : name),
                             .globals = {},
                             .is_struct_ops = bpf::map_type_name(map.shape().type) == "struct_ops"});
  }
  for (const bpf::Program& program : spec.programs())
    contents.programs.push_back({std::string(program.name()), field(contents, program.name())});
  WAGGLE_CHECK(add_globals(contents, spec));
  return contents;
}

// The structure itself.
class Declaration {
 public:
  explicit Declaration(const Contents& contents) : contents_(contents) {}

  std::string write() {
    add_names();
    add_types();
    add(text_, "struct {} {{\n\tstruct bpf_object_skeleton *skeleton;\n\tstruct bpf_object *obj;\n", contents_.name);
    add_maps();
    add_programs();
    if (!contents_.compat) add_links();
    for (const MapEntry& map : contents_.maps)
      if (map.globals) add_section(map);
    if (!contents_.compat) add_static_members();
    return std::move(text_) + "};\n";
  }

 private:
  void add_names() {
    for (const std::string& name : contents_.reserved)
      add(text_, "#ifdef __cplusplus\n#define {0} {1}_\n#else\n#define {0} {1}\n#endif\n",
          upper(contents_.name) + "_" + name, name);
    if (!contents_.reserved.empty()) text_ += '\n';
  }

  // Each once in a module, though several of its skeletons may have it; where they differ, assertions say so.
  void add_types() {
    std::string types;
    for (const auto& type : contents_.types) {
      if (!contents_.compat && is_uapi(type->name)) continue;
      const std::string& name = type->name.empty() ? type->constants.front().name : type->name;
      add(types, "#ifndef WAGGLE_TYPE_{0}\n#define WAGGLE_TYPE_{0}\n{1}#endif\n", name,
          c_definition(*type, contents_.dialect()));
    }
    if (!types.empty()) add(text_, "#ifndef {}_NO_TYPES\n{}#endif\n\n", upper(contents_.name), types);
  }

  void add_maps() {
    if (contents_.maps.empty()) return;
    text_ += "\tstruct {\n";
    for (const MapEntry& map : contents_.maps) add(text_, "\t\tstruct bpf_map *{};\n", map.field);
    text_ += "\t} maps;\n";
  }

  void add_programs() {
    if (contents_.programs.empty()) return;
    text_ += "\tstruct {\n";
    for (const ProgramEntry& program : contents_.programs) add(text_, "\t\tstruct bpf_program *{};\n", program.field);
    text_ += "\t} progs;\n";
  }

  void add_links() {
    std::string links;
    for (const ProgramEntry& program : contents_.programs) add(links, "\t\tstruct bpf_link *{};\n", program.field);
    for (const MapEntry& map : contents_.maps)
      if (map.is_struct_ops) add(links, "\t\tstruct bpf_link *{};\n", map.field);
    if (!links.empty()) add(text_, "\tstruct {{\n{}\t}} links;\n", links);
  }

  void add_section(const MapEntry& map) {
    add(text_, "\tstruct {}__{} {{\n", contents_.name, map.field);
    for (const Member& member : map.globals->values.members)
      add(text_, "{}\n", c_member(member, 2, contents_.dialect()));
    add(text_, "\t}} *{};\n", map.field);
  }

  void add_static_members() {
    add(text_,
        "\n#ifdef __cplusplus\n"
        "\tstatic inline struct {0} *open(const struct bpf_object_open_opts *opts = nullptr);\n"
        "\tstatic inline struct {0} *open_and_load();\n"
        "\tstatic inline int load(struct {0} *skel);\n"
        "\tstatic inline int attach(struct {0} *skel);\n"
        "\tstatic inline void detach(struct {0} *skel);\n"
        "\tstatic inline void destroy(struct {0} *skel);\n"
        "\tstatic inline const void *elf_bytes(size_t *sz);\n"
        "#endif /* __cplusplus */\n",
        contents_.name);
  }

  const Contents& contents_;
  std::string text_;
};

// "@" stands for the skeleton's name.
std::string named(std::string_view text, const std::string& name) {
  std::string out;
  for (const char c : text) {
    if (c == '@') out += name;
    else out += c;
  }
  return out;
}

constexpr std::string_view kLifecycle = R"(
static inline void
@__destroy(struct @ *obj)
{
	if (!obj)
		return;
	if (obj->skeleton)
		bpf_object__destroy_skeleton(obj->skeleton);
	free(obj);
}

static inline int
@__create_skeleton(struct @ *obj);

static inline struct @ *
@__open_opts(const struct bpf_object_open_opts *opts)
{
	struct @ *obj;
	int err;

	obj = (struct @ *)calloc(1, sizeof(*obj));
	if (!obj) {
		errno = ENOMEM;
		return NULL;
	}
	err = @__create_skeleton(obj);
	if (!err)
		err = bpf_object__open_skeleton(obj->skeleton, opts);
	if (err) {
		@__destroy(obj);
		errno = -err;
		return NULL;
	}
	return obj;
}

static inline struct @ *
@__open(void)
{
	return @__open_opts(NULL);
}

static inline int
@__load(struct @ *obj)
{
	return bpf_object__load_skeleton(obj->skeleton);
}

static inline struct @ *
@__open_and_load(void)
{
	struct @ *obj;
	int err;

	obj = @__open();
	if (!obj)
		return NULL;
	err = @__load(obj);
	if (err) {
		@__destroy(obj);
		errno = -err;
		return NULL;
	}
	return obj;
}

static inline int
@__attach(struct @ *obj)
{
	return bpf_object__attach_skeleton(obj->skeleton);
}

static inline void
@__detach(struct @ *obj)
{
	bpf_object__detach_skeleton(obj->skeleton);
}
)";

constexpr std::string_view kStaticMembers = R"(
#ifdef __cplusplus
struct @ *@::open(const struct bpf_object_open_opts *opts) { return @__open_opts(opts); }
struct @ *@::open_and_load() { return @__open_and_load(); }
int @::load(struct @ *skel) { return @__load(skel); }
int @::attach(struct @ *skel) { return @__attach(skel); }
void @::detach(struct @ *skel) { @__detach(skel); }
void @::destroy(struct @ *skel) { @__destroy(skel); }
const void *@::elf_bytes(size_t *sz) { return @__elf_bytes(sz); }
#endif /* __cplusplus */
)";

// As string literals of so many bytes: compilers read them much faster than lists of numbers.
std::string elf_literal(Bytes elf) {
  constexpr std::size_t kPerLine = 32;
  std::string text;
  for (std::size_t i = 0; i < elf.size(); ++i) {
    if (i % kPerLine == 0) text += i == 0 ? "\t\"" : "\"\n\t\"";
    add(text, "\\x{:02x}", std::to_integer<unsigned>(elf[i]));
  }
  return text + "\"";
}

std::string elf_bytes(const Contents& contents, Bytes elf) {
  const std::string_view constant = contents.compat ? "" : "const ";
  return fmt::format(
      "\nstatic inline {2}void *\n{0}__elf_bytes(size_t *sz)\n{{\n"
      "\tstatic {2}char data[] __attribute__((aligned(8))) =\n{1};\n\n"
      "\t*sz = sizeof(data) - 1;\n\treturn ({2}void *)data;\n}}\n",
      contents.name, elf_literal(elf), constant);
}

std::string create_maps(const Contents& contents) {
  if (contents.maps.empty()) return {};
  std::string text = fmt::format(
      "\n\ts->map_cnt = {};\n\ts->map_skel_sz = sizeof(*s->maps);\n"
      "\ts->maps = (struct bpf_map_skeleton *)calloc(s->map_cnt, s->map_skel_sz);\n\tif (!s->maps)\n\t\tgoto err;\n",
      contents.maps.size());
  for (std::size_t i = 0; i < contents.maps.size(); ++i) {
    const MapEntry& map = contents.maps[i];
    add(text, "\n\ts->maps[{0}].name = \"{1}\";\n\ts->maps[{0}].map = &obj->maps.{2};\n", i, map.name, map.field);
    if (map.globals) add(text, "\ts->maps[{}].mmaped = (void **)&obj->{};\n", i, map.field);
    if (map.is_struct_ops && !contents.compat) add(text, "\ts->maps[{}].link = &obj->links.{};\n", i, map.field);
  }
  return text;
}

std::string create_programs(const Contents& contents) {
  if (contents.programs.empty()) return {};
  std::string text = fmt::format(
      "\n\ts->prog_cnt = {};\n\ts->prog_skel_sz = sizeof(*s->progs);\n"
      "\ts->progs = (struct bpf_prog_skeleton *)calloc(s->prog_cnt, s->prog_skel_sz);\n\tif (!s->progs)\n\t\tgoto "
      "err;\n",
      contents.programs.size());
  for (std::size_t i = 0; i < contents.programs.size(); ++i) {
    const ProgramEntry& program = contents.programs[i];
    add(text, "\n\ts->progs[{0}].name = \"{1}\";\n\ts->progs[{0}].prog = &obj->progs.{2};\n", i, program.name,
        program.field);
    if (!contents.compat) add(text, "\ts->progs[{}].link = &obj->links.{};\n", i, program.field);
  }
  return text;
}

std::string create(const Contents& contents) {
  return fmt::format(
      "\nstatic inline int\n{0}__create_skeleton(struct {0} *obj)\n{{\n\tstruct bpf_object_skeleton *s;\n\n"
      "\ts = (struct bpf_object_skeleton *)calloc(1, sizeof(*s));\n\tif (!s)\n\t\treturn -ENOMEM;\n\n"
      "\ts->sz = sizeof(*s);\n\ts->name = \"{0}\";\n\ts->obj = &obj->obj;\n{1}{2}\n"
      "\ts->data = {0}__elf_bytes(&s->data_sz);\n\tobj->skeleton = s;\n\treturn 0;\n{3}}}\n",
      contents.name, create_maps(contents), create_programs(contents),
      contents.maps.empty() && contents.programs.empty()
          ? ""
          : "err:\n\tbpf_object__destroy_skeleton(s);\n\treturn -ENOMEM;\n");
}

// The sizes of all variables, which the guest's compiler checks.
std::string assertions(const Contents& contents) {
  std::string text;
  for (const MapEntry& map : contents.maps) {
    if (!map.globals) continue;
    for (const Member& member : map.globals->values.members)
      if (!member.padding)
        add(text, "\tstatic_assert(sizeof(s->{0}->{1}) == {2}, \"unexpected size of '{1}'\");\n", map.field,
            member.name, member.size() / 8);
  }
  return fmt::format("\nstatic inline void\n{0}__assert(struct {0} *s)\n{{\n{1}\t(void)s;\n}}\n", contents.name, text);
}

}  // namespace

Result<std::string> write_skeleton(Bytes elf, const SkeletonOptions& options) {
  WAGGLE_TRY(const Contents contents, read(elf, options));
  const std::string guard = upper(contents.name) + "_SKEL_H";
  std::string text = fmt::format(
      "/* Made by waggle gen skeleton. */\n#ifndef {0}\n#define {0}\n\n#include <assert.h>\n#include <errno.h>\n"
      "#include <stdbool.h>\n#include <stdlib.h>\n{1}\n\n",
      guard, contents.compat ? "#include <libbpf-wasm.h>" : "#include <bpf/libbpf.h>");
  text += Declaration(contents).write();
  text += named(kLifecycle, contents.name);
  text += elf_bytes(contents, elf);
  text += create(contents);
  if (!contents.compat) text += named(kStaticMembers, contents.name);
  text += assertions(contents);
  add(text, "\n#endif /* {} */\n", guard);
  return text;
}

}  // namespace waggle::toolchain
