#include "waggle/toolchain/build/ecc.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/btf/c_dump.hh"
#include "waggle/package/tar.hh"
#include "waggle/toolchain/build/compile_program.hh"
#include "waggle/toolchain/min_btf/min_btf.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/package_json/package_json.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

namespace fs = std::filesystem;

// Below the folder of kernels.
constexpr std::string_view kKernelPlace = "ID/VERSION_ID/MACHINE/RELEASE.btf";

// "a/x.bpf.c" and "a/x.h" are x.
std::string name_of(const std::string& source) {
  std::string name = fs::path(source).filename();
  return name.substr(0, name.find('.'));
}

// A string of C; one line of it for each of the text.
std::string c_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') out += "\\n\"\n\"";
    else if (c == '"' || c == '\\') out.append("\\").push_back(c);
    else out += c;
  }
  return out + "\"";
}

// The files that may have types of kernels, by their places below the folder and in the order of these.
Result<std::vector<std::string>> kernel_files(const std::string& folder) {
  std::vector<std::string> places;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string place = at->path().lexically_relative(folder);
    if (place.ends_with(".btf")) places.push_back(std::move(place));
  }
  if (error) return Error(error.value()).context(folder);
  if (places.empty()) return Error(ENOENT, fmt::format("{}: there are no types of kernels, {}", folder, kKernelPlace));
  std::ranges::sort(places);
  return places;
}

class Ecc {
 public:
  Ecc(const EccRequest& request, const BuildTools& tools, ScratchFolder scratch)
      : request_(request), tools_(tools), scratch_(std::move(scratch)) {
    folder_ = fs::path(request.source).parent_path().string();
    if (folder_.empty()) folder_ = ".";
    output_ = request.folder.empty() ? folder_ : request.folder;
    name_ = name_of(request.source);
  }

  Result<BuildOutcome> run() {
    WAGGLE_CHECK(read_sources());
    WAGGLE_CHECK(write_vmlinux());
    WAGGLE_CHECK(compile());
    if (outcome_.code == 0 && !request_.header_only) WAGGLE_CHECK(pack());
    return std::move(outcome_);
  }

 private:
  Result<void> read_sources() {
    WAGGLE_TRY(text_, read_file(request_.source, kLargestFile).context(request_.source));
    if (request_.events.empty()) return {};
    WAGGLE_TRY(events_, read_file(request_.events, kLargestFile).context(request_.events));
    return {};
  }
  // Of a header all structures are kept.
  PackageSource source() const {
    return {name_, request_.source, as_text(text_), as_text(request_.header_only ? text_ : events_), request_.events};
  }

  // It was part of ecc, and lay in no folder of the user's.
  Result<void> write_vmlinux() const {
    if (as_text(text_).find("vmlinux.h") == std::string_view::npos) return {};
    WAGGLE_TRY(const ByteVector btf, read_types(request_.btf));
    WAGGLE_TRY(const std::string text, btf::dump_c(btf).context(request_.btf));
    return replace_file(scratch_.file("vmlinux.h"), as_bytes(text), 0600);
  }

  Result<void> compile() {
    object_ = output_ + '/' + name_ + ".bpf.o";
    Compilation wish{.source = request_.source,
                     .object = object_,
                     .root = folder_,
                     .words = {"-Wno-unknown-attributes"},
                     .prelude = keep_structures(event_structures(source()))};
    for (const std::string& each :
         {request_.workspace, request_.workspace.empty() ? "" : request_.workspace + "/include"})
      if (!each.empty()) wish.words.push_back("-I" + each);
    wish.words.push_back("-I" + scratch_.file(""));
    wish.words.insert(wish.words.end(), request_.cflags.begin(), request_.cflags.end());
    if (request_.header_only) wish.words.insert(wish.words.end(), {"-x", "c"});
    WAGGLE_TRY(const Compiled done, compile_program(wish, tools_));
    outcome_.code = done.code;
    if (done.code == 0) outcome_.outputs.push_back({object_, true});
    return {};
  }

  Result<void> save(const std::string& file, Bytes content) {
    const std::string path = output_ + '/' + file;
    WAGGLE_CHECK(write_output(path, content, 0666).context("writing " + path));
    outcome_.outputs.push_back({path, true});
    return {};
  }

  Result<void> pack() {
    WAGGLE_TRY(const ByteVector elf, read_file(object_, kLargestFile).context(object_));
    WAGGLE_TRY(const PackageText json, write_package(elf, source(), PackageLanguage::json));
    WAGGLE_TRY(const PackageText said, write_package(elf, source(), language()));
    const std::string suffix = request_.yaml ? "yaml" : "json";
    WAGGLE_CHECK(save(fmt::format("{}.skel.{}", name_, suffix), as_bytes(said.description)));
    if (request_.package) WAGGLE_CHECK(save("package." + suffix, as_bytes(said.package)));
    if (request_.wasm_header) WAGGLE_CHECK(save("ewasm-skel.h", as_bytes(wasm_header(json.package))));
    if (!request_.kernels.empty()) {
      WAGGLE_TRY(const auto kernels, least_kernels(elf));
      WAGGLE_TRY(const ByteVector archive, package::pack_tar(as_bytes(json.package), name_ + ".bpf.o", elf, kernels));
      WAGGLE_CHECK(save(name_ + ".tar", archive));
    }
    return request_.standalone ? link_program(json.package) : Result<void>();
  }

  // Of each kernel only the types that the object asks for: some hundred bytes of megabytes.
  Result<std::vector<package::KernelTypes>> least_kernels(const ByteVector& elf) const {
    WAGGLE_TRY(const std::vector<std::string> places, kernel_files(request_.kernels));
    const ObjectFile object{object_, elf};
    std::vector<package::KernelTypes> kernels;
    for (const std::string& place : places) {
      const std::string path = request_.kernels + '/' + place;
      auto kernel = package::kernel_at(place);
      if (!kernel) return Error(EINVAL, fmt::format("{}: no kernel's place, which is {}", path, kKernelPlace));
      WAGGLE_TRY(const ByteVector types, read_types(path));
      WAGGLE_TRY(kernel->btf, write_min_btf(std::span(&object, 1), types).context(path));
      kernels.push_back(std::move(*kernel));
    }
    return kernels;
  }

  // The library is looked for where an installation has it, and where a build has.
  Result<std::string> library_folder() const {
    for (const std::string_view folder : {"lib", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib64"}) {
      std::string path = fmt::format("{}/{}", tools_.prefix, folder);
      std::error_code ignored;
      if (fs::exists(path + "/libwaggle.so", ignored)) return path;
    }
    return Error(ENOENT,
                 fmt::format("there is no libwaggle.so below {}, which a program of its own needs", tools_.prefix));
  }
  Result<void> link_program(const std::string& package) {
    WAGGLE_TRY(const std::string library, library_folder());
    const std::string from = tools_.sdk + "/templates/standalone/program.c";
    WAGGLE_TRY(const ByteVector text, read_file(from, kLargestFile).context(from));
    std::string program(as_text(text));
    constexpr std::string_view kPlace = "#include \"package.inc\"";
    program.replace(program.find(kPlace), kPlace.size(), c_string(package));
    WAGGLE_CHECK(save(name_ + ".standalone.c", as_bytes(program)));
    const std::string source = outcome_.outputs.back().path, output = output_ + '/' + name_ + ".out";
    // Beside the program first: it may be taken to another machine.
    const std::vector<std::string> words{
        tools_.cc.clang, "-O2",          "-I" + tools_.prefix + "/include", source,    "-o",
        output,          "-L" + library, "-Wl,-rpath,$ORIGIN:" + library,   "-lwaggle"};
    WAGGLE_TRY(outcome_.code, run_program(words));
    if (outcome_.code == 0) outcome_.outputs.push_back({output, true});
    return {};
  }
  PackageLanguage language() const { return request_.yaml ? PackageLanguage::yaml : PackageLanguage::json; }

  // What guests of 2022 include.
  static std::string wasm_header(const std::string& package) {
    return fmt::format(
        "#ifndef EWASM_JSON_INCLUDE_H_\n#define EWASM_JSON_INCLUDE_H_\n\nchar* program_data =\n{};\n\n#endif\n",
        c_string(package));
  }

  const EccRequest& request_;
  const BuildTools& tools_;
  ScratchFolder scratch_;
  std::string folder_, output_, name_, object_;
  ByteVector text_, events_;
  BuildOutcome outcome_;
};

}  // namespace

Result<BuildOutcome> run_ecc(const EccRequest& request, const BuildTools& tools) {
  if (!request.header_only) {
    WAGGLE_TRY(const ProgramPath place, program_path(request.source));
    static_cast<void>(place);
  }
  WAGGLE_TRY(ScratchFolder scratch, ScratchFolder::create());
  return Ecc(request, tools, std::move(scratch)).run();
}

}  // namespace waggle::toolchain
