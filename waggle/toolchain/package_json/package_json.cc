#include "waggle/toolchain/package_json/package_json.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/package/base64.hh"
#include "waggle/toolchain/package_json/annotations.hh"
#include "waggle/toolchain/package_json/meta.hh"
#include "waggle/toolchain/package_json/yaml.hh"

namespace waggle::toolchain {
namespace {

std::string text_of(const Json& value, PackageLanguage language) {
  if (language == PackageLanguage::yaml) return yaml(value);
  // Texts come from a source file; what is no UTF-8 in them must not throw.
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<std::string> event_structures(const PackageSource& source) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (is_identifier(name) && std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const Documented& declaration : documented(source.text))
    for (const Annotation& annotation : declaration.annotations)
      if (annotation.key == "event") add(annotation.text);
  for (const Annotation& tag : strings_with(source.text, kEventTag)) add(tag.text);
  for (const std::string& name : structures_defined_in(source.events)) add(name);
  return names;
}

std::string keep_structures(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += fmt::format(
        "struct {0};\n"
        "__attribute__((used)) static void waggle_keeps_{0}(const struct {0}* event __attribute__((unused))) {{}}\n",
        name);
  return text;
}

Result<PackageText> write_package(Bytes elf, const PackageSource& source, PackageLanguage language) {
  WAGGLE_TRY(const Json meta, meta_of(elf, source));
  WAGGLE_TRY(const ByteVector compressed, package::deflate(elf));
  const Json whole{{"bpf_object", package::encode_base64(compressed)}, {"bpf_object_size", elf.size()}, {"meta", meta}};
  return PackageText{text_of(meta, language), text_of(whole, language)};
}

}  // namespace waggle::toolchain
