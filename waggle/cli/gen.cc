#include <fmt/format.h>

#include <array>
#include <string>

#include "waggle/base/file.hh"
#include "waggle/btf/c_dump.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/skeleton/skeleton.hh"

namespace waggle::cli {
namespace {

// The line, read.
struct Asked {
  std::vector<std::string> operands;  // behind the word that says what to generate
  std::string output;                 // empty: standard output
  std::string language = "c";
  std::string btf = "/sys/kernel/btf/vmlinux";
  std::string name;
  bool packed = false;
  bool compat = false;
};

Error mistake(std::string sentence) { return Error(EINVAL, sentence + "; see `waggle gen --help`"); }

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Result<std::string> header(const Asked& asked) {
  if (asked.operands.empty()) return mistake("gen header wants an object file");
  const auto language = toolchain::parse_language(asked.language);
  if (!language) return mistake(fmt::format("there is no language '{}'", asked.language));
  const std::string& path = asked.operands.front();
  WAGGLE_TRY(const ByteVector btf, toolchain::read_types(path));
  const toolchain::HeaderOptions options{.language = *language, .packed = asked.packed, .name = file_name(path)};
  return toolchain::write_header(btf, std::span(asked.operands).subspan(1), options).context(path);
}

Result<std::string> skeleton(const Asked& asked) {
  if (asked.operands.size() != 1) return mistake("gen skeleton wants one object file");
  const std::string& path = asked.operands.front();
  auto elf = read_file(path, toolchain::kLargestFile).context(path);
  if (!elf.ok()) return std::move(elf).error();
  return toolchain::write_skeleton(*elf, {.file = path, .name = asked.name, .compat = asked.compat});
}

Result<std::string> vmlinux(const Asked& asked) {
  if (!asked.operands.empty()) return mistake("gen vmlinux takes no file but that of --btf");
  WAGGLE_TRY(const ByteVector btf, toolchain::read_types(asked.btf));
  return btf::dump_c(btf).context(asked.btf);
}

struct Generator {
  std::string_view word;
  Result<std::string> (*generate)(const Asked& asked);
};
constexpr std::array kGenerators{
    Generator{"header", header},
    Generator{"skeleton", skeleton},
    Generator{"vmlinux", vmlinux},
};

Asked read(const Arguments& arguments) {
  Asked asked;
  for (const Given& given : arguments.options) {
    if (given.option->name == "output") asked.output = given.value;
    else if (given.option->name == "lang") asked.language = given.value;
    else if (given.option->name == "btf") asked.btf = given.value;
    else if (given.option->name == "name") asked.name = given.value;
    else if (given.option->name == "packed") asked.packed = true;
    else if (given.option->name == "compat") asked.compat = true;
  }
  if (!arguments.operands.empty()) asked.operands.assign(arguments.operands.begin() + 1, arguments.operands.end());
  return asked;
}

Result<std::string> generate(std::string_view word, const Asked& asked) {
  for (const Generator& generator : kGenerators)
    if (generator.word == word) return generator.generate(asked);
  return mistake(fmt::format("'{}' is nothing that is generated", word));
}

int gen_verb(const Arguments& arguments, Console& console) {
  const Asked asked = read(arguments);
  const auto text = generate(arguments.operands.empty() ? "" : arguments.operands.front(), asked);
  if (!text.ok()) return console.error(text.error().message()), kFailed;
  if (asked.output.empty()) return console.print(*text), kOk;
  const auto written = replace_file(asked.output, as_bytes(*text), 0666).context("writing " + asked.output);
  if (!written.ok()) return console.error(written.error().message()), kFailed;
  return kOk;
}

constexpr std::array kOptions{
    Option{"output", 'o', "FILE", "where to write; standard output if not given"},
    Option{"lang", 0, "LANGUAGE", "header: c (the default), rust, go, zig, ts or py"},
    Option{"packed", 0, "", "header: pack every structure, as the first generation's headers did"},
    Option{"compat", 0, "", "skeleton: in the first generation's shape, for libbpf-wasm.h"},
    Option{"name", 0, "NAME", "skeleton: another name than the file's"},
    Option{"btf", 0, "FILE", "vmlinux: of another kernel than the running one"},
};
constexpr std::array kExamples{
    Example{"waggle gen header x.bpf.o", "every structure of the object, in the kernel's layout for any guest"},
    Example{"waggle gen header --packed x.bpf.o event -o x.h", "one of them, as the first generation wrote it"},
    Example{"waggle gen skeleton x.bpf.o -o x.skel.h", "then `waggle cc x.c -lbpf -lelf -lz -o x.wasm`"},
};

}  // namespace

const Verb kGen{
    "gen",
    "generate source text from an object's types",
    "header FILE [TYPE...] | skeleton FILE | vmlinux",
    "header: structures, unions and enumerations from BTF (of an object, or the kernel's file) with\n"
    "  numbers of fixed width, padding as members, and assertions on every size and place.\n"
    "skeleton: a C header of libbpf's shape: the object, and names for its maps, programs and variables.\n"
    "vmlinux: the kernel's types, for BPF programs.",
    kOptions,
    kExamples,
    Order::mixed,
    gen_verb,
};

}  // namespace waggle::cli
