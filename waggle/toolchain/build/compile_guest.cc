#include "waggle/toolchain/build/compile_guest.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/base/file.hh"
#include "waggle/toolchain/build/record.hh"
#include "waggle/toolchain/object_types.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

using Words = std::vector<std::string>;

bool is_cxx(std::string_view source) { return !source.ends_with(".c"); }

Words source_words(const GuestCompilation& wish, const BuildTools& tools) {
  Words words{wish.style.optimization(), "-Wall", "-D_GNU_SOURCE"};
  if (wish.style.debug) words.emplace_back("-g");
  if (wish.style.ilp32) words.insert(words.end(), {"--ilp32", "-I" + tools.sdk + "/c/include"});
  words.insert(words.end(), wish.words.begin(), wish.words.end());
  return words;
}

// A guest for WASI has its libbpf in the headers.
Words link_words(const GuestCompilation& wish) {
  Words words{wish.style.optimization(), wish.style.debug ? "-g" : "-s"};
  if (std::ranges::any_of(wish.sources, is_cxx)) words.emplace_back("--driver-mode=g++");
  if (wish.style.ilp32) words.emplace_back("--ilp32");
  else words.insert(words.end(), {"-lbpf", "-lelf", "-lz"});
  return words;
}

}  // namespace

Words guest_words(const GuestCompilation& wish, const BuildTools& tools) {
  Words words{tools.cc.clang, tools.cc.sysroot};
  for (const Words& more : {source_words(wish, tools), wish.sources, link_words(wish)})
    words.insert(words.end(), more.begin(), more.end());
  return words;
}

Result<Compiled> compile_guest(const GuestCompilation& wish, const BuildTools& tools) {
  WAGGLE_TRY(const ScratchFolder scratch, ScratchFolder::create());
  Words link;
  Compiled done;
  for (const std::string& source : wish.sources) {
    const std::string object = scratch.file(fmt::format("{}.o", link.size())), rule = object + ".inputs";
    Words words = source_words(wish, tools);
    words.insert(words.end(), {"-c", source, "-o", object, "-MD", "-MF", rule});
    WAGGLE_TRY(const int code, run_cc(words, tools.cc));
    if (code != 0) return Compiled{code, {}};
    WAGGLE_TRY(const ByteVector text, read_file(rule, kLargestFile).context(rule));
    for (std::string& input : parse_dependencies(as_text(text)))
      if (std::ranges::find(done.inputs, input) == done.inputs.end()) done.inputs.push_back(std::move(input));
    link.push_back(object);
  }
  const Words how = link_words(wish);
  link.insert(link.end(), how.begin(), how.end());
  link.insert(link.end(), {"-o", wish.module});
  WAGGLE_TRY(done.code, run_cc(link, tools.cc));
  return done;
}

}  // namespace waggle::toolchain
