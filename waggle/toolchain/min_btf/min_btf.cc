#include "waggle/toolchain/min_btf/min_btf.hh"

#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/core_match.hh"
#include "waggle/toolchain/min_btf/selection.hh"

namespace waggle::toolchain {
namespace {

void select(Selection& selection, const btf::Image& kernel, const btf::CoreRelocation& relocation,
            const btf::CoreMatch& match) {
  const bool member = relocation.kind <= btf::CoreKind::right_shift;
  if (relocation.kind == btf::CoreKind::type_matches) return selection.add_whole(match.root);
  selection.add(match.root, member ? Pointees::left_out : Pointees::added);
  for (const btf::CoreStep& step : match.steps) {
    selection.add_member(step.composite, step.member);
    selection.add(kernel.member(kernel.at(step.composite), step.member).type, Pointees::left_out);
  }
}

Result<void> select_all(Selection& selection, const btf::Image& kernel, const ObjectFile& file) {
  WAGGLE_TRY(const bpf::ObjectSpec spec, bpf::ObjectSpec::open(file.elf, file.name));
  if (spec.btf().empty()) return Error(ENOENT, "it has no BTF; compile it with -g, and strip it with llvm-strip -g");
  WAGGLE_TRY(const btf::Image object, btf::Image::parse(spec.btf()));
  const ByteVector ext = bpf::section_bytes(file.elf, ".BTF.ext");
  WAGGLE_TRY(const auto relocations, btf::parse_core_relocations(ext, object));
  const btf::CoreMatcher matcher(object, kernel);
  for (const btf::CoreRelocation& relocation : relocations) {
    WAGGLE_TRY(const auto matches, matcher.matches(relocation));
    // Where types of one name differ, the choice between them must remain what it is.
    for (const btf::CoreMatch& match : matches) select(selection, kernel, relocation, match);
  }
  return {};
}

}  // namespace

Result<ByteVector> write_min_btf(std::span<const ObjectFile> objects, Bytes kernel) {
  WAGGLE_TRY(const btf::Image image, btf::Image::parse(kernel));
  Selection selection(image);
  for (const ObjectFile& object : objects) WAGGLE_CHECK(select_all(selection, image, object).context(object.name));
  return selection.write();
}

}  // namespace waggle::toolchain
