#include "waggle/toolchain/build/build.hh"

#include <fmt/format.h>
#include <unistd.h>

#include "waggle/base/defer.hh"
#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/btf/c_dump.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/skeleton/skeleton.hh"

namespace waggle::toolchain {
namespace {

constexpr std::string_view kSuffix = ".bpf.c";
#if defined(__x86_64__)
constexpr std::string_view kArchitecture = "-D__TARGET_ARCH_x86";
#elif defined(__aarch64__)
constexpr std::string_view kArchitecture = "-D__TARGET_ARCH_arm64";
#endif

// "a/b.bpf.c" is "a" and "b".
struct Place {
  std::string folder, name;
};

Result<Place> place_of(const std::string& program) {
  const std::size_t slash = program.rfind('/');
  const std::string file = slash == program.npos ? program : program.substr(slash + 1);
  if (!file.ends_with(kSuffix) || file.size() == kSuffix.size())
    return Error(EINVAL, fmt::format("{}: a BPF program is called NAME.bpf.c", program));
  return Place{slash == program.npos ? "." : program.substr(0, slash + 1),
               file.substr(0, file.size() - kSuffix.size())};
}

Result<int> run(const std::vector<std::string>& words) {
  auto code = run_program(words);
  if (!code.ok() && code.error().code() == ENOENT)
    return Error(ENOENT, fmt::format("{} is not installed (apt install clang-19 llvm-19 lld-19)", words.front()));
  return code;
}

class Build {
 public:
  Build(const BuildRequest& request, const BuildTools& tools, Place place)
      : request_(request), tools_(tools), place_(std::move(place)) {
    folder_ = request.folder.empty() ? place_.folder : request.folder;
  }

  Result<int> run() {
    WAGGLE_CHECK(write_vmlinux());
    WAGGLE_TRY(const int code, compile_program());
    if (code != 0 || request_.guest.empty()) return code;
    WAGGLE_CHECK(write_skeleton_header());
    return compile_guest();
  }

 private:
  std::string output(std::string_view suffix) const { return fmt::format("{}/{}{}", folder_, place_.name, suffix); }

  // The kernel's types are an input that a project may bring along: what is there is not replaced.
  Result<void> write_vmlinux() {
    WAGGLE_TRY(const ByteVector source, read_file(request_.program, kLargestFile).context(request_.program));
    if (as_text(source).find("\"vmlinux.h\"") == std::string_view::npos) return {};
    for (const std::string& folder : {place_.folder, folder_})
      if (::access((folder + "/vmlinux.h").c_str(), R_OK) == 0) return {};
    WAGGLE_TRY(const ByteVector btf, read_types(request_.btf));
    WAGGLE_TRY(const std::string text, btf::dump_c(btf).context(request_.btf));
    const std::string path = folder_ + "/vmlinux.h";
    return replace_file(path, as_bytes(text), 0666).context("writing " + path);
  }

  Result<int> compile_program() {
    const std::string object = output(".bpf.o");
    const std::string beside = fmt::format("{}.tmp.{}", object, ::getpid());
    Defer discard([&] { ::unlink(beside.c_str()); });
    std::vector<std::string> words{tools_.cc.clang, "-g", "-O2", "-target", "bpf", "-mcpu=v3", "-Wall"};
    words.insert(words.end(), {std::string(kArchitecture), "-nostdlibinc", "-I" + folder_});
    words.insert(words.end(), {"-isystem", tools_.cc.sysroot + "/include"});
    // Paths are in the debug information, which becomes BTF; the program's own folder is the root of them.
    words.push_back(fmt::format("-ffile-prefix-map={}=.", place_.folder));
    words.insert(words.end(), request_.cflags.begin(), request_.cflags.end());
    words.insert(words.end(), {"-c", request_.program, "-o", beside});
    WAGGLE_TRY(const int compiled, toolchain::run(words));
    if (compiled != 0) return compiled;
    WAGGLE_TRY(const int stripped, toolchain::run({tools_.llvm_strip, "-g", beside}));
    if (stripped != 0) return stripped;
    if (::rename(beside.c_str(), object.c_str()) != 0) return errno_error("writing " + object);
    discard.cancel();
    return 0;
  }

  Result<void> write_skeleton_header() {
    const std::string object = output(".bpf.o");
    const std::string header = output(".skel.h");
    WAGGLE_TRY(const ByteVector elf, read_file(object, kLargestFile).context(object));
    WAGGLE_TRY(const std::string text, write_skeleton(elf, {.file = object, .name = {}, .compat = false}));
    return replace_file(header, as_bytes(text), 0666).context("writing " + header);
  }

  Result<int> compile_guest() {
    std::vector<std::string> words{"-O2", "-Wall", "-D_GNU_SOURCE", "-I" + folder_};
    words.insert(words.end(), request_.guest.begin(), request_.guest.end());
    words.insert(words.end(), {"-lbpf", "-lelf", "-lz", "-o", output(".wasm")});
    return run_cc(words, tools_.cc);
  }

  const BuildRequest& request_;
  const BuildTools& tools_;
  Place place_;
  std::string folder_;
};

}  // namespace

Result<int> build(const BuildRequest& request, const BuildTools& tools) {
  WAGGLE_TRY(Place place, place_of(request.program));
  return Build(request, tools, std::move(place)).run();
}

}  // namespace waggle::toolchain
