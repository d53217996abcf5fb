// waggle-gen: writes everything that follows from the import tables and their words: the ABI
// snapshots that reviewers read, the manual, and the import stubs of the SDKs. Nothing of it is
// edited by hand.
//
//   waggle-gen ROOT     (the checkout)
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

#include "waggle/abi/ewasm/ewasm.hh"
#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/import.hh"
#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/abi/linux/linux.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/abi/words.hh"
#include "waggle/base/file.hh"

namespace waggle::abi {
namespace {

// One row as the generator sees it.
struct Described {
  std::string_view name;
  std::string type;  // vm::FuncType
  policy::Grants needs;
  std::vector<Spelling> parameters;
  Spelling result;
  const ImportWords* words = nullptr;

  std::string_view prefix = {};

  std::string stub() const { return fmt::format("{}{}", prefix, words->stub.empty() ? name : words->stub); }
};

struct DescribedModule {
  ModuleWords words;
  std::vector<Described> imports;
};

template <class T>
void spell_into(std::vector<Spelling>& list) {
  for (const Spelling& spelling : Type<T>::kSpelling) list.push_back(spelling);
}

template <class R>
constexpr Spelling result_spelling() {
  if constexpr (std::is_void_v<R>) return kI32;
  else if constexpr (std::is_same_v<R, NoResult>) return {"void", "()", ""};
  else return Type<R>::kSpelling[0];
}

template <auto Fn, policy::Grants Needs>
Described describe(const Row<Fn, Needs>& row) {
  using S = typename Row<Fn, Needs>::Signature;
  Described d{row.name, S::type().data(), Needs, {}, result_spelling<typename S::Return>(), nullptr};
  [&]<class... A>(std::type_identity<std::tuple<A...>>) {
    (spell_into<A>(d.parameters), ...);
  }(std::type_identity<typename S::Parameters>{});
  return d;
}

[[noreturn]] void refuse(const std::string& sentence) {
  fmt::print(stderr, "waggle-gen: {}\n", sentence);
  std::exit(1);
}

// Rows and words must match one to one, in order.
template <class Table>
DescribedModule describe(const Table& table, ModuleWords words) {
  DescribedModule module{std::move(words), {}};
  std::apply([&](const auto&... row) { (module.imports.push_back(describe(row)), ...); }, table.rows);
  if (module.imports.size() != module.words.imports.size())
    refuse(fmt::format("{}: {} rows, words for {}", module.words.module, module.imports.size(),
                       module.words.imports.size()));
  for (std::size_t i = 0; i < module.imports.size(); ++i) {
    Described& import = module.imports[i];
    import.words = &module.words.imports[i];
    import.prefix = module.words.prefix;
    if (import.words->name != import.name)
      refuse(fmt::format("{}: row {} is {}, its words are for {}", module.words.module, i, import.name,
                         import.words->name));
    if (import.words->parameters.size() != import.parameters.size())
      refuse(fmt::format("{}.{}: {} wasm parameters, words for {}", module.words.module, import.name,
                         import.parameters.size(), import.words->parameters.size()));
  }
  return module;
}

using Output = std::string;
template <class... A>
void add(Output& out, fmt::format_string<A...> format, A&&... a) {
  fmt::format_to(std::back_inserter(out), format, std::forward<A>(a)...);
}

std::string list(const Described& import, auto&& one) {
  std::string text;
  for (std::size_t i = 0; i < import.parameters.size(); ++i) {
    if (i) text += ", ";
    text += one(import.parameters[i], import.words->parameters[i].name);
  }
  return text;
}

std::string grants(policy::Grants needs) { return needs.empty() ? "none" : policy::to_string(needs); }

Output snapshot(const DescribedModule& m) {
  Output out = fmt::format("# {}: made by `make gen`. A changed or missing line breaks guests.\n", m.words.module);
  for (const Described& d : m.imports)
    add(out, "{} {} grants: {} since: {}\n", d.name, vm::spell(d.type), grants(d.needs), d.words->since);
  return out;
}

std::string c_prototype(const Described& d) {
  const std::string parameters =
      list(d, [](const Spelling& s, std::string_view name) { return fmt::format("{} {}", s.c, name); });
  return fmt::format("{} {}({})", d.result.c, d.stub(), parameters.empty() ? "void" : parameters);
}

Output manual(const DescribedModule& m) {
  Output out = fmt::format("<!-- made by `make gen` from waggle/abi; edit the words there -->\n# {}\n\n{}\n",
                           m.words.title, m.words.text);
  for (const Described& d : m.imports) {
    add(out, "\n## `{}`\n\n```c\n{};\n```\n\n", d.stub(), c_prototype(d));
    add(out, "wasm type `{}`; grant: {}; since {}.\n\n{}\n", vm::spell(d.type), grants(d.needs), d.words->since,
        d.words->text);
    if (!d.words->parameters.empty()) out += "\n| parameter | meaning |\n|---|---|\n";
    for (const ParameterWords& p : d.words->parameters) add(out, "| `{}` | {} |\n", p.name, p.text);
    add(out, "\nReturns {}.\n", d.words->result);
  }
  return out;
}

// The structures of a module's C header, without what introduces them there.
std::string records(const DescribedModule& m) {
  if (m.words.records.empty()) return {};
  constexpr std::string_view kLast = "#include <stdint.h>\n";
  const auto file = read_file(std::string(m.words.records), 1 << 20);
  if (!file.ok()) refuse(fmt::format("{}: {}", m.words.records, file.error().message()));
  const std::string_view text = as_text(*file);
  return std::string(text.substr(text.find(kLast) + kLast.size()));
}

Output c_stubs(const DescribedModule& m) {
  Output out = fmt::format(
      "/* Imports of the module \"{}\". Made by `make gen`; docs/abi/{}.md is the manual.\n"
      " * SPDX-License-Identifier: Apache-2.0 */\n/* clang-format off */\n#pragma once\n\n#include "
      "<stdint.h>\n\n#ifdef __cplusplus\nextern "
      "\"C\" {{\n#endif\n\n"
      "#ifndef WAGGLE_PTR\n#define WAGGLE_PTR\n/* An address in linear memory has 32 bits, also where the guest's own "
      "pointers have 64. */\n"
      "#if __SIZEOF_POINTER__ == 4\ntypedef const void* waggle_ptr;\n#else\ntypedef uint32_t "
      "waggle_ptr;\n#endif\n#endif\n",
      m.words.module, m.words.file);
  out += records(m);
  for (const Described& d : m.imports)
    add(out, "\n/* {} */\n__attribute__((import_module(\"{}\"), import_name(\"{}\")))\n{};\n", d.words->text,
        m.words.module, d.name, c_prototype(d));
  return out + "\n#ifdef __cplusplus\n}\n#endif\n";
}

Output rust_stubs(const DescribedModule& m) {
  Output out = fmt::format(
      "// Imports of the module \"{0}\". Made by `make gen`; docs/abi/{1}.md is the manual.\n"
      "// SPDX-License-Identifier: Apache-2.0\n#[link(wasm_import_module = \"{0}\")]\nunsafe extern \"C\" {{\n",
      m.words.module, m.words.file);
  for (const Described& d : m.imports)
    add(out, "    /// {}\n    #[link_name = \"{}\"]\n    pub fn {}({}) -> {};\n", d.words->text, d.name, d.stub(),
        list(d, [](const Spelling& s, std::string_view name) { return fmt::format("{}: {}", name, s.rust); }),
        d.result.rust);
  return out + "}\n";
}

Output go_stubs(const DescribedModule& m) {
  Output out = fmt::format(
      "// Imports of the module \"{}\". Made by `make gen`; docs/abi/{}.md is the manual.\n"
      "// SPDX-License-Identifier: Apache-2.0\n\npackage imports\n",
      m.words.module, m.words.file);
  for (const Described& d : m.imports)
    add(out, "\n// {}: {}\n//\n//go:wasmimport {} {}\nfunc {}({}){}{}\n", d.stub(), d.words->text, m.words.module,
        d.name, d.stub(),
        list(d, [](const Spelling& s, std::string_view name) { return fmt::format("{} {}", name, s.go); }),
        d.result.go.empty() ? "" : " ", d.result.go);
  return out;
}

void write(const std::string& root, const std::string& path, const Output& text) {
  for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', at + 1))
    ::mkdir((root + "/" + path.substr(0, at)).c_str(), 0755);
  if (const auto done = replace_file(root + "/" + path, as_bytes(text), 0644); !done.ok())
    refuse(fmt::format("{}: {}", path, done.error().message()));
}

void write(const std::string& root, const DescribedModule& m) {
  write(root, fmt::format("abi/{}.abi", m.words.file), snapshot(m));
  write(root, fmt::format("docs/abi/{}.md", m.words.file), manual(m));
  if (!m.words.stubs) return;
  write(root, fmt::format("sdk/c/include/waggle/imports/{}.h", m.words.file), c_stubs(m));
  write(root, fmt::format("sdk/rust/imports/{}.rs", m.words.file), rust_stubs(m));
  write(root, fmt::format("sdk/go/imports/{}.go", m.words.file), go_stubs(m));
}

}  // namespace
}  // namespace waggle::abi

int main(int argc, char** argv) {
  using namespace waggle::abi;
  if (argc != 2) refuse("usage: waggle-gen ROOT    (run in the repository)");
  const std::string root = argv[1];
  write(root, describe(wasm_bpf::kRows, wasm_bpf::words()));
  write(root, describe(wasm_bpf::kWrapperRows, wasm_bpf::callback_wrapper_words()));
  write(root, describe(libbpf::kRows, libbpf::words()));
  write(root, describe(linux::kRows, linux::words()));
  write(root, describe(ewasm::kRows, ewasm::words()));
  write(root, describe(ewasm::kLibcRows, ewasm::libc_words()));
  write(root, describe(wasi::kRows, wasi::words()));
}
