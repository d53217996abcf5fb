#include <fmt/format.h>

#include <array>
#include <string>

#include "waggle/base/file.hh"
#include "waggle/btf/c_dump.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/toolchain/header/header.hh"
#include "waggle/toolchain/min_btf/min_btf.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/skeleton/skeleton.hh"
#include "waggle/toolchain/wit/wit.hh"

namespace waggle::cli {
namespace {

// The line, read.
struct Asked {
  std::vector<std::string> operands;  // behind the word that says what to generate
  std::string output;                 // empty: standard output
  std::string language = "c";
  std::vector<std::string> btf;  // files; the running kernel's if none is named
  std::string name;
  bool packed = false;
  bool compat = false;
  bool check = false;
};

// What was made: for a file, or for standard output where `path` is empty.
struct Output {
  std::string path;
  std::string content;
  std::string remark = {};  // said once it is written
};
using Outputs = std::vector<Output>;

constexpr const char* kRunningKernel = "/sys/kernel/btf/vmlinux";

Error mistake(std::string sentence) { return Error(EINVAL, sentence + "; see `waggle gen --help`"); }

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// The only one.
Outputs one(const Asked& asked, std::string content) { return {{asked.output, std::move(content)}}; }

Result<Outputs> header(const Asked& asked) {
  if (asked.operands.empty()) return mistake("gen header wants an object file");
  const auto language = toolchain::parse_language(asked.language);
  if (!language) return mistake(fmt::format("there is no language '{}'", asked.language));
  const std::string& path = asked.operands.front();
  WAGGLE_TRY(const ByteVector btf, toolchain::read_types(path));
  if (asked.check && *language != toolchain::Language::c) return mistake("--check is for C");
  const toolchain::HeaderOptions options{
      .language = *language, .packed = asked.packed, .check = asked.check, .name = file_name(path)};
  WAGGLE_TRY(std::string text,
             toolchain::write_header(btf, std::span(asked.operands).subspan(1), options).context(path));
  return one(asked, std::move(text));
}

Result<Outputs> skeleton(const Asked& asked) {
  if (asked.operands.size() != 1) return mistake("gen skeleton wants one object file");
  const std::string& path = asked.operands.front();
  WAGGLE_TRY(const ByteVector elf, read_file(path, toolchain::kLargestFile).context(path));
  WAGGLE_TRY(std::string text,
             toolchain::write_skeleton(elf, {.file = path, .name = asked.name, .compat = asked.compat}));
  return one(asked, std::move(text));
}

Result<Outputs> vmlinux(const Asked& asked) {
  if (!asked.operands.empty()) return mistake("gen vmlinux takes no file but that of --btf");
  if (asked.btf.size() > 1) return mistake("gen vmlinux takes one --btf");
  const std::string path = asked.btf.empty() ? kRunningKernel : asked.btf.front();
  WAGGLE_TRY(const ByteVector btf, toolchain::read_types(path));
  WAGGLE_TRY(std::string text, btf::dump_c(btf).context(path));
  return one(asked, std::move(text));
}

// One kernel's types go to a file, those of several into a folder, under their own names.
Result<Outputs> min_btf(const Asked& asked) {
  if (asked.operands.empty() || asked.output.empty())
    return mistake("gen min-btf wants object files, and -o FILE (or a folder, for several --btf)");
  std::vector<toolchain::ObjectFile> objects;
  for (const std::string& path : asked.operands) {
    WAGGLE_TRY(ByteVector elf, read_file(path, toolchain::kLargestFile).context(path));
    objects.push_back({path, std::move(elf)});
  }
  const std::vector<std::string> kernels = asked.btf.empty() ? std::vector<std::string>{kRunningKernel} : asked.btf;
  Outputs outputs;
  for (const std::string& kernel : kernels) {
    WAGGLE_TRY(const ByteVector types, toolchain::read_types(kernel));
    WAGGLE_TRY(const ByteVector minimal, toolchain::write_min_btf(objects, types));
    const std::string path = kernels.size() == 1 ? asked.output : asked.output + "/" + file_name(kernel);
    outputs.push_back(
        {path, std::string(as_text(minimal)), fmt::format("{}: {} bytes of {}\n", path, minimal.size(), types.size())});
  }
  return outputs;
}

Result<Outputs> wit(const Asked& asked) {
  if (asked.operands.empty()) return mistake("gen wit wants an object file");
  const std::string& path = asked.operands.front();
  WAGGLE_TRY(const ByteVector elf, read_file(path, toolchain::kLargestFile).context(path));
  WAGGLE_TRY(std::string text, toolchain::write_wit(elf, path, std::span(asked.operands).subspan(1)));
  return one(asked, std::move(text));
}

struct Generator {
  std::string_view word;
  Result<Outputs> (*generate)(const Asked& asked);
};
constexpr std::array kGenerators{
    Generator{"header", header},   Generator{"skeleton", skeleton}, Generator{"vmlinux", vmlinux},
    Generator{"min-btf", min_btf}, Generator{"wit", wit},
};

Asked read(const Arguments& arguments) {
  Asked asked;
  for (const Given& given : arguments.options) {
    if (given.option->name == "output") asked.output = given.value;
    else if (given.option->name == "lang") asked.language = given.value;
    else if (given.option->name == "btf") asked.btf.push_back(given.value);
    else if (given.option->name == "name") asked.name = given.value;
    else if (given.option->name == "packed") asked.packed = true;
    else if (given.option->name == "compat") asked.compat = true;
    else if (given.option->name == "check") asked.check = true;
  }
  if (!arguments.operands.empty()) asked.operands.assign(arguments.operands.begin() + 1, arguments.operands.end());
  return asked;
}

Result<Outputs> generate(std::string_view word, const Asked& asked) {
  for (const Generator& generator : kGenerators)
    if (generator.word == word) return generator.generate(asked);
  return mistake(fmt::format("'{}' is nothing that is generated", word));
}

Result<void> write(const Output& output, Console& console) {
  if (output.path.empty()) return console.print(output.content), Result<void>();
  WAGGLE_CHECK(write_output(output.path, as_bytes(output.content), 0666).context("writing " + output.path));
  console.print(output.remark);
  return {};
}

int gen_verb(const Arguments& arguments, Console& console) {
  const Asked asked = read(arguments);
  const auto outputs = generate(arguments.operands.empty() ? "" : arguments.operands.front(), asked);
  if (!outputs.ok()) return console.error(outputs.error().message()), kFailed;
  for (const Output& output : *outputs)
    if (const auto written = write(output, console); !written.ok())
      return console.error(written.error().message()), kFailed;
  return kOk;
}

constexpr std::array kOptions{
    Option{"output", 'o', "FILE", "where to write; standard output if not given"},
    Option{"lang", 0, "LANGUAGE", "header: c (the default), rust, go, zig, ts or py"},
    Option{"packed", 0, "", "header: pack every structure, as the first generation's headers did"},
    Option{"check", 0, "", "header: a program instead, that looks where bit-fields are"},
    Option{"compat", 0, "", "skeleton: in the first generation's shape, for libbpf-wasm.h"},
    Option{"name", 0, "NAME", "skeleton: another name than the file's"},
    Option{"btf", 0, "FILE", "vmlinux, min-btf: of another kernel than the running one"},
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
    "WHAT [FILE...] [TYPE...]",
    "header FILE [TYPE...]: structures, unions and enumerations from BTF (of an object, or the kernel's\n"
    "  file) with numbers of fixed width, padding as members, and assertions on every size and place.\n"
    "skeleton FILE: a C header of libbpf's shape: the object, and names for what is in it.\n"
    "vmlinux: the kernel's types, for BPF programs.\n"
    "min-btf FILE...: of kernels' types (--btf, more than once) those that objects' relocations ask for.\n"
    "wit FILE [TYPE...]: structures, maps and programs as a package for the Component Model.",
    kOptions,
    kExamples,
    Order::mixed,
    gen_verb,
};

}  // namespace waggle::cli
