#include "waggle/bpf/object_spec.hh"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <elf.h>
#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "waggle/base/strings.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/load_error.hh"

namespace waggle::bpf {
namespace {

constexpr unsigned char kThisByteOrder = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;

Error not_executable(std::string sentence) { return Error(ENOEXEC, std::move(sentence)); }

// libbpf would say "Invalid format" to all of these.
Result<void> check_header(Bytes elf) {
  Elf64_Ehdr header;
  if (elf.empty()) return not_executable("the file is empty");
  if (elf.size() < SELFMAG || std::memcmp(elf.data(), ELFMAG, SELFMAG) != 0) return not_executable("not an ELF file");
  if (elf.size() < sizeof header) return not_executable("the ELF file ends inside its header");
  std::memcpy(&header, elf.data(), sizeof header);
  if (header.e_ident[EI_CLASS] != ELFCLASS64) return not_executable("a 32-bit ELF file, not a BPF object");
  if (header.e_ident[EI_DATA] != kThisByteOrder)
    return not_executable("built for the other byte order (clang -target bpf builds for this machine)");
  if (header.e_machine != EM_BPF && header.e_machine != EM_NONE)
    return not_executable(fmt::format("an ELF file for machine {}, not for BPF", header.e_machine));
  if (header.e_type != ET_REL) return not_executable("an ELF file, but no relocatable object (clang -c)");
  return {};
}

// The kernel shows "bootstra.bss" for the object "bootstrap.bpf.o": no folder, no dot.
std::string kernel_name(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  name = name.substr(0, name.find('.'));
  return std::string(name.empty() ? "object" : name);
}

// Some reasons for refusing an object libbpf tells its developers only, as the last thing it says.
std::string last_words(Bytes elf, const bpf_object_open_opts& options) {
  const LibbpfLog log(true);
  const auto again = open_object(elf, options);
  const auto lines = split(log.text(), '\n');  // the last one is empty
  return lines.size() < 2 ? std::string() : std::string(lines[lines.size() - 2]) + '\n';
}

}  // namespace

Bytes btf_of(bpf_object* object) {
  const btf* const types = ::bpf_object__btf(object);
  if (types == nullptr) return {};
  std::uint32_t size = 0;
  const void* const raw = ::btf__raw_data(types, &size);
  return raw == nullptr ? Bytes() : Bytes(static_cast<const std::byte*>(raw), size);
}

std::vector<Program> programs_of(bpf_object* object) {
  std::vector<Program> all;
  for (bpf_program* p = nullptr; (p = ::bpf_object__next_program(object, p)) != nullptr;) all.emplace_back(p);
  return all;
}

std::string_view MapSpec::name() const { return ::bpf_map__name(raw_); }

bool MapSpec::internal() const { return ::bpf_map__is_internal(raw_); }

MutableBytes MapSpec::initial_value() const {
  if (!internal()) return {};
  std::size_t size = 0;
  void* const value = ::bpf_map__initial_value(raw_, &size);
  return value == nullptr ? MutableBytes() : MutableBytes(static_cast<std::byte*>(value), size);
}

MapShape MapSpec::shape() const {
  return {.type = ::bpf_map__type(raw_),
          .key_size = ::bpf_map__key_size(raw_),
          .value_size = ::bpf_map__value_size(raw_),
          .max_entries = ::bpf_map__max_entries(raw_),
          .flags = ::bpf_map__map_flags(raw_)};
}

std::uint32_t MapSpec::key_type() const { return ::bpf_map__btf_key_type_id(raw_); }
std::uint32_t MapSpec::value_type() const { return ::bpf_map__btf_value_type_id(raw_); }

Result<void> MapSpec::set_max_entries(std::uint32_t entries) const {
  if (const int result = ::bpf_map__set_max_entries(raw_, entries); result < 0)
    return Error(-result).context(fmt::format("map '{}' with {} entries", name(), entries));
  return {};
}

Result<void> MapSpec::set_value_size(std::uint32_t bytes) const {
  const LibbpfLog log;
  if (const int result = ::bpf_map__set_value_size(raw_, bytes); result < 0)
    return Error(-result).context(fmt::format("map '{}' with values of {} bytes", name(), bytes));
  return {};
}

Result<ObjectSpec> ObjectSpec::open(Bytes elf, std::string name, const OpenOptions& how) {
  if (auto good = check_header(elf); !good.ok()) return std::move(good).error().context(name);
  const std::string in_kernel = kernel_name(name);
  bpf_object_open_opts options{};
  options.sz = sizeof options;
  options.object_name = in_kernel.c_str();
  options.btf_custom_path = how.kernel_btf.empty() ? nullptr : how.kernel_btf.c_str();
  const LibbpfLog log;
  auto opened = open_object(elf, options);
  if (!opened.ok()) {
    if (opened.error().detail<Detail>() != nullptr) return std::move(opened).error().context(name);
    const std::string said = log.text().empty() ? last_words(elf, options) : log.text();
    return explain_load(opened.error().code(), said, std::nullopt, HostFacts::gather()).context(name);
  }
  return ObjectSpec(std::move(name), std::move(*opened));
}

std::vector<MapSpec> ObjectSpec::maps() const {
  std::vector<MapSpec> all;
  for (bpf_map* m = nullptr; (m = ::bpf_object__next_map(raw(), m)) != nullptr;) all.emplace_back(m);
  return all;
}

Bytes ObjectSpec::btf() const { return btf_of(raw()); }

std::vector<std::string> ObjectSpec::pins_by_name() const {
  std::vector<std::string> names;
  for (const MapSpec map : maps())
    if (::bpf_map__pin_path(map.raw()) != nullptr) names.emplace_back(map.name());
  return names;
}

}  // namespace waggle::bpf
