#include "waggle/toolchain/build/build.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "waggle/base/file.hh"
#include "waggle/btf/c_dump.hh"
#include "waggle/toolchain/build/compile_guest.hh"
#include "waggle/toolchain/build/compile_program.hh"
#include "waggle/toolchain/build/record.hh"
#include "waggle/toolchain/build/strip.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/package_json/package_json.hh"
#include "waggle/toolchain/skeleton/skeleton.hh"

namespace waggle::toolchain {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kSuffix = ".bpf.c";

class Build {
 public:
  Build(const BuildRequest& request, const BuildTools& tools, ProgramPath place)
      : request_(request), tools_(tools), place_(std::move(place)) {
    folder_ = request.folder.empty() ? place_.folder : request.folder;
  }

  Result<BuildOutcome> run() {
    WAGGLE_CHECK(read_sources());
    WAGGLE_CHECK(make_folder());
    WAGGLE_CHECK(write_vmlinux());
    WAGGLE_CHECK(make_object());
    if (outcome_.code == 0 && request_.guest.empty()) WAGGLE_CHECK(make_package());
    if (outcome_.code == 0 && !request_.guest.empty()) {
      WAGGLE_CHECK(make_skeleton());
      WAGGLE_CHECK(make_module());
    }
    forget_own_inputs();
    return std::move(outcome_);
  }

 private:
  std::string output(std::string_view suffix) const {
    return folder_ == "." ? fmt::format("{}{}", place_.name, suffix)
                          : fmt::format("{}{}{}{}", folder_, folder_.ends_with('/') ? "" : "/", place_.name, suffix);
  }
  PackageSource source() const {
    return {place_.name, request_.program, as_text(program_), as_text(events_), request_.events};
  }

  Result<void> read_sources() {
    WAGGLE_TRY(program_, read_file(request_.program, kLargestFile).context(request_.program));
    if (request_.events.empty()) return {};
    WAGGLE_TRY(events_, read_file(request_.events, kLargestFile).context(request_.events));
    return {};
  }

  // With those that it is in, where they are not there.
  Result<void> make_folder() const {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    return error ? Result<void>(Error(error.value()).context("making " + folder_)) : Result<void>();
  }

  // The kernel's types are an input that a project may bring along: what is there is not replaced.
  Result<void> write_vmlinux() {
    if (as_text(program_).find("\"vmlinux.h\"") == std::string_view::npos) return {};
    for (const std::string& folder : {place_.folder, folder_})
      if (::access((folder + "/vmlinux.h").c_str(), R_OK) == 0) return {};
    WAGGLE_TRY(const ByteVector btf, read_types(request_.btf));
    WAGGLE_TRY(const std::string text, btf::dump_c(btf).context(request_.btf));
    const std::string path = folder_ + "/vmlinux.h";
    return write_output(path, as_bytes(text), 0666).context("writing " + path);
  }

  // What is not as it was is made by `make`, which returns what a compiler said and read.
  template <class Make>
  Result<void> step(const std::string& path, Words words, Make make) {
    words.push_back(tools_.itself);
    const bool current = is_current(path, words);
    if (!current) {
      WAGGLE_TRY(const Compiled done, make());
      outcome_.code = done.code;
      if (done.code != 0) return {};
      WAGGLE_CHECK(record(path, words, done.inputs));
    }
    outcome_.outputs.push_back({path, !current});
    for (std::string& input : inputs_of(path)) outcome_.inputs.push_back(std::move(input));
    return {};
  }

  Result<void> make_object() {
    Compilation wish{.source = request_.program,
                     .object = output(".bpf.o"),
                     .root = place_.folder,
                     .words = {"-I" + folder_},
                     .prelude = keep_structures(event_structures(source()))};
    for (const Words& more : {request_.shared, request_.cflags})
      wish.words.insert(wish.words.end(), more.begin(), more.end());
    Words words = program_words(wish, tools_);
    words.push_back(wish.prelude);
    return step(wish.object, words, [&] { return compile_program(wish, tools_); });
  }

  Result<void> make_package() {
    const std::string path = output(".json");
    Words inputs{output(".bpf.o"), request_.program};
    if (!request_.events.empty()) inputs.push_back(request_.events);
    return step(path, Words{"package", place_.name, request_.events}, [&]() -> Result<Compiled> {
      WAGGLE_TRY(const ByteVector elf, read_file(inputs.front(), kLargestFile).context(inputs.front()));
      WAGGLE_TRY(const PackageText text, write_package(elf, source(), PackageLanguage::json));
      WAGGLE_CHECK(write_output(path, as_bytes(text.package), 0666).context("writing " + path));
      return Compiled{0, inputs};
    });
  }

  Result<void> make_skeleton() {
    const std::string object = output(".bpf.o"), path = output(".skel.h");
    const bool ilp32 = request_.style.ilp32, lines = request_.style.keeps_lines();
    const Words words{"skeleton", ilp32 ? "ilp32" : "lp64", lines ? "lines" : ""};
    return step(path, words, [&]() -> Result<Compiled> {
      WAGGLE_TRY(ByteVector elf, read_file(object, kLargestFile).context(object));
      if (!lines) {
        WAGGLE_TRY(elf, strip_lines(elf).context(object));
      }
      WAGGLE_TRY(const std::string text,
                 write_skeleton(elf, {.file = object, .name = {}, .compat = false, .ilp32 = ilp32}));
      WAGGLE_CHECK(write_output(path, as_bytes(text), 0666).context("writing " + path));
      return Compiled{0, {object}};
    });
  }

  Result<void> make_module() {
    GuestCompilation wish{request_.guest, output(".wasm"), {"-I" + folder_}, request_.style};
    wish.words.insert(wish.words.end(), request_.shared.begin(), request_.shared.end());
    return step(wish.module, guest_words(wish, tools_), [&] { return compile_guest(wish, tools_); });
  }

  // What one step makes for another is not an input of the whole.
  void forget_own_inputs() {
    const auto normal = [](const std::string& path) { return std::filesystem::path(path).lexically_normal(); };
    std::erase_if(outcome_.inputs, [&](const std::string& input) {
      return std::ranges::any_of(outcome_.outputs,
                                 [&](const BuildOutput& output) { return normal(output.path) == normal(input); });
    });
  }

  const BuildRequest& request_;
  const BuildTools& tools_;
  ProgramPath place_;
  std::string folder_;
  ByteVector program_, events_;  // the sources
  BuildOutcome outcome_;
};

}  // namespace

Result<ProgramPath> program_path(const std::string& program) {
  const std::size_t slash = program.rfind('/');
  const std::string file = program.substr(slash + 1);  // all of it without a slash
  if (!file.ends_with(kSuffix) || file.size() == kSuffix.size())
    return Error(EINVAL, fmt::format("{}: a BPF program is called NAME.bpf.c", program));
  return ProgramPath{slash == program.npos ? "." : program.substr(0, slash + 1),
                     file.substr(0, file.size() - kSuffix.size())};
}

Result<BuildOutcome> build(const BuildRequest& request, const BuildTools& tools) {
  WAGGLE_TRY(ProgramPath place, program_path(request.program));
  return Build(request, tools, std::move(place)).run();
}

}  // namespace waggle::toolchain
