#include "waggle/package/package.hh"

#include <fmt/format.h>

#include <algorithm>

#include "waggle/package/eunomia.hh"
#include "waggle/package/tar.hh"
#include "waggle/package/tree.hh"

namespace waggle::package {
namespace {

constexpr std::string_view kElfMagic =
    "\x7f"
    "ELF";

std::string stem(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  name = name.substr(0, name.find('.'));
  return std::string(name.empty() || name == "-" ? "package" : name);
}

Error no_package(std::string sentence) { return Error(ENOEXEC, std::move(sentence)); }

bool is_text(Bytes bytes) {
  const auto some = as_text(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
  return std::ranges::none_of(
      some, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\r' && c != '\t'; });
}

bool is_json(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

Result<Package> read_text(Bytes bytes) {
  if (is_json(bytes)) {
    WAGGLE_TRY(const Tree tree, Tree::parse_json(as_text(bytes)));
    return read_eunomia(tree.root());
  }
  WAGGLE_TRY(const Tree tree, Tree::parse_yaml(as_text(bytes)));
  WAGGLE_TRY(Package package, read_eunomia(tree.root()));
  package.format = Format::yaml;
  return package;
}

Package of_object(Bytes elf) {
  Package package;
  package.object.assign(elf.begin(), elf.end());
  return package;
}

// Its machine is BPF, or not said. Of either byte order: whoever loads it says which fits.
bool is_for_bpf(Bytes elf) {
  constexpr std::size_t kMachine = 18;  // e_machine of an ELF header
  if (elf.size() < kMachine + 2) return true;
  const auto low = std::to_integer<unsigned>(elf[kMachine]), high = std::to_integer<unsigned>(elf[kMachine + 1]);
  constexpr unsigned kBpf = 247;  // EM_BPF
  return low + high == kBpf || low + high == 0;
}

// What a tar archive has beside its description: the object, where that does not carry it, and types of kernels.
Result<Package> read_tar(Bytes bytes) {
  WAGGLE_TRY(Archive archive, unpack_tar(bytes));
  if (archive.description.empty() && archive.object.empty())
    return no_package("a tar archive with neither a package.json nor a .bpf.o");
  Package package;
  if (!archive.description.empty()) {
    WAGGLE_TRY(const Tree tree, Tree::parse_json(as_text(archive.description)));
    auto described = read_eunomia(tree.root(), archive.object);
    if (!described.ok()) return std::move(described).error().context("package.json");
    package = std::move(described).value();
  } else {
    package = of_object(archive.object);
  }
  package.format = Format::tar;
  package.kernels = std::move(archive.kernels);
  return package;
}

Result<Package> read(Bytes bytes) {
  if (bytes.size() > kLargestPackage)
    return Error(EFBIG, fmt::format("larger than any package ({} MiB)", kLargestPackage >> 20));
  if (bytes.empty()) return no_package("is empty");
  if (as_text(bytes).starts_with(kElfMagic)) {
    if (!is_for_bpf(bytes)) return no_package("is an ELF file, but not for BPF: a program or library of the host");
    return of_object(bytes);
  }
  if (is_tar(bytes)) return read_tar(bytes);
  if (is_text(bytes)) return read_text(bytes);
  return no_package("neither a BPF object, nor JSON, YAML or tar");
}

}  // namespace

std::string_view name(Format format) {
  switch (format) {
    case Format::object: return "an object file";
    case Format::json_2022: return "JSON of 2022";
    case Format::json: return "JSON";
    case Format::yaml: return "YAML";
    case Format::tar: return "a tar archive";
  }
  return "a package";
}

const Map* Package::map(std::string_view map_name) const {
  const auto found = std::ranges::find(maps, map_name, &Map::name);
  return found == maps.end() ? nullptr : &*found;
}

const Program* Package::program(std::string_view program_name) const {
  const auto found = std::ranges::find(programs, program_name, &Program::name);
  return found == programs.end() ? nullptr : &*found;
}

bool looks_like_package(Bytes begin) {
  const std::string_view text = as_text(begin);
  const bool is_yaml = text.starts_with("bpf_object:") || text.starts_with("meta:") || text.starts_with("---");
  return text.starts_with(kElfMagic) || is_tar(begin) || is_json(begin) || is_yaml;
}

namespace {

// What every package has, whatever it was read from.
Result<Package> finish(Result<Package> package, std::string_view name) {
  if (!package.ok()) return std::move(package).error().context(name == "-" ? "standard input" : name);
  if (package->name.empty()) package->name = stem(name);
  if (package->object.size() > kLargestObject)
    return Error(EFBIG, fmt::format("{}: its object is larger than any ({} MiB)", name, kLargestObject >> 20));
  return package;
}

Result<Package> read_json(Bytes json, Bytes object) {
  if (json.size() > kLargestPackage)
    return Error(EFBIG, fmt::format("larger than any package ({} MiB)", kLargestPackage >> 20));
  WAGGLE_TRY(const Tree tree, Tree::parse_json(as_text(json)));
  WAGGLE_TRY(Package package, read_eunomia(tree.root(), object));
  if (!object.empty()) package.object.assign(object.begin(), object.end());
  return package;
}

}  // namespace

Result<Package> open(Bytes bytes, std::string_view name) { return finish(read(bytes), name); }

Result<Package> open_json(Bytes json, std::string_view name, Bytes object) {
  return finish(read_json(json, object), name);
}

}  // namespace waggle::package
