// Objects: from open to close, and the maps and programs in them.
#include <fcntl.h>
#include <fmt/format.h>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/pins.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/sys/directory.hh"
#include "waggle/sys/roots.hh"

namespace waggle::abi::libbpf {
namespace {

// A file of the guest's, for libbpf to open by its path; valid while `pin` lives.
struct GuestFile {
  sys::DescriptorRef pin;
  std::string path;
};

Result<std::optional<GuestFile>> guest_file(Guest& guest, const OptStr& path) {
  if (!path.text) return std::optional<GuestFile>();
  WAGGLE_TRY(const sys::Roots::Place place, guest.roots.locate(*path.text));
  WAGGLE_TRY(sys::DescriptorRef file, place.directory->open(place.path, O_RDONLY, 0));
  std::string by_number = fmt::format("/proc/self/fd/{}", file->host_fd());
  return std::optional(GuestFile{std::move(file), std::move(by_number)});
}

// What loading pins, or takes from a pin.
Result<void> check_pins(Guest& guest, const bpf::raw::Object& object) {
  bpf_map* raw = nullptr;
  while ((raw = object.next_map(raw)) != nullptr) {
    const bpf::raw::Map map(raw);
    if (map.pin_path().empty() || !map.facts().autocreate) continue;
    WAGGLE_CHECK(may_pin(guest, std::string(map.pin_path())).context(fmt::format("map '{}'", map.name())));
  }
  return {};
}

// What libbpf has set aside for the values of global variables.
std::size_t bytes_of_variables(const bpf::raw::Object& object) {
  std::size_t bytes = 0;
  bpf_map* raw = nullptr;
  while ((raw = object.next_map(raw)) != nullptr) bytes += bpf::raw::Map(raw).initial_value().size();
  return bytes;
}

// Loading destroys them, also where it fails.
void forget_inner_maps(Guest& guest, Object& object) {
  bpf_map* raw = nullptr;
  while ((raw = object.raw.next_map(raw)) != nullptr) forget_inner(guest, object, bpf::raw::Map(raw));
}

}  // namespace

Result<Handle<Object>> open_mem(Guest& guest, Image elf, OptStr name, OptStr pin_root_path, Image kconfig,
                                OptStr btf_custom_path, std::uint32_t flags, std::uint32_t log_level,
                                std::uint32_t log_size) {
  std::vector<Charge> charges;
  WAGGLE_TRY(Charge image, guest.object_bytes.take(elf.bytes.size()));
  charges.push_back(std::move(image));
  WAGGLE_TRY(Charge log, guest.object_bytes.take(log_size));
  charges.push_back(std::move(log));
  WAGGLE_TRY(const auto btf, guest_file(guest, btf_custom_path));
  const bpf::raw::OpenOptions options{
      .name = name.text.value_or(""),
      .pin_root_path = pin_root_path.text,
      .kconfig = std::string(as_text(kconfig.bytes)),
      .btf_custom_path = btf ? std::optional(btf->path) : std::nullopt,
      .relaxed_maps = (flags & WAGGLE_OPEN_RELAXED_MAPS) != 0,
      .log_level = log_level,
      .log_size = log_size,
  };
  WAGGLE_TRY(bpf::raw::Object object, bpf::raw::Object::open(elf.bytes, options));
  WAGGLE_TRY(Charge variables, guest.object_bytes.take(bytes_of_variables(object)));
  charges.push_back(std::move(variables));
  auto opened = std::make_shared<Object>(std::move(object), std::move(charges));
  if (btf) opened->btf_file = btf->pin;
  return add(guest, std::move(opened));
}

Result<void> prepare_object(Guest& guest, Handle<Object> object) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(check_pins(guest, found->raw));
  forget_inner_maps(guest, *found);
  return found->raw.prepare();
}

Result<void> load_object(Guest& guest, Handle<Object> object) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(check_pins(guest, found->raw));
  forget_inner_maps(guest, *found);
  return found->raw.load();
}

Result<void> close_object(Guest& guest, Handle<Object> object) {
  WAGGLE_TRY(const auto found, find(guest, object));
  for (const auto& [address, id] : found->handles) close_part(guest, id);
  return state_of(guest).things.close({object.id});
}

Result<void> object_info(Guest& guest, Handle<Object> object, Give<waggle_object_info> info) {
  WAGGLE_TRY(const auto found, find(guest, object));
  waggle_object_info about{};
  about.kversion = found->raw.kversion();
  for (const bpf_map* map = nullptr; (map = found->raw.next_map(map)) != nullptr;) ++about.map_count;
  for (bpf_program* program = nullptr; (program = found->raw.next_program(program)) != nullptr;) ++about.program_count;
  about.btf_size = static_cast<std::uint32_t>(found->raw.btf().size());
  info.set(about);
  return {};
}

Size object_name(Guest& guest, Handle<Object> object, Out text) {
  WAGGLE_TRY(const auto found, find(guest, object));
  return give_text(text, found->raw.name());
}

Size object_btf(Guest& guest, Handle<Object> object, Out bytes) {
  WAGGLE_TRY(const auto found, find(guest, object));
  return give_bytes(bytes, found->raw.btf());
}

Size object_log(Guest& guest, Handle<Object> object, Out text) {
  WAGGLE_TRY(const auto found, find(guest, object));
  return give_text(text, found->raw.log());
}

Result<void> set_kversion(Guest& guest, Handle<Object> object, std::uint32_t version) {
  WAGGLE_TRY(const auto found, find(guest, object));
  return found->raw.set_kversion(version);
}

Result<Handle<Map>> next_map(Guest& guest, Handle<Object> object, Handle<Map> before) {
  WAGGLE_TRY(const auto found, find(guest, object));
  const bpf_map* from = nullptr;
  if (before.id != 0) {
    WAGGLE_TRY(const auto map, find_real(guest, before));
    if (map->owner != found) return Error(EINVAL);
    from = map->raw.raw();
  }
  bpf_map* const next = found->raw.next_map(from);
  return next == nullptr ? Result<Handle<Map>>(Handle<Map>{}) : map_handle(guest, found, bpf::raw::Map(next));
}

Result<Handle<Program>> next_program(Guest& guest, Handle<Object> object, Handle<Program> before) {
  WAGGLE_TRY(const auto found, find(guest, object));
  bpf_program* from = nullptr;
  if (before.id != 0) {
    WAGGLE_TRY(const auto program, find(guest, before));
    if (program->owner != found) return Error(EINVAL);
    from = program->raw.raw();
  }
  bpf_program* const next = found->raw.next_program(from);
  if (next == nullptr) return Handle<Program>{};
  return program_handle(guest, found, bpf::raw::Program(next));
}

Result<Handle<Map>> find_map(Guest& guest, Handle<Object> object, Str name) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_TRY(const bpf::raw::Map map, found->raw.map(name.text));
  return map_handle(guest, found, map);
}

Result<Handle<Program>> find_program(Guest& guest, Handle<Object> object, Str name) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_TRY(const bpf::raw::Program program, found->raw.program(name.text));
  return program_handle(guest, found, program);
}

Result<void> pin_maps(Guest& guest, Handle<Object> object, OptStr path) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(path.text ? may_pin(guest, *path.text + "/map") : check_pins(guest, found->raw));
  return found->raw.pin_maps(pointer(path));
}

Result<void> unpin_maps(Guest& guest, Handle<Object> object, OptStr path) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(path.text ? may_pin(guest, *path.text + "/map") : check_pins(guest, found->raw));
  return found->raw.unpin_maps(pointer(path));
}

Result<void> pin_programs(Guest& guest, Handle<Object> object, Str path) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(may_pin(guest, path.text + "/program"));
  return found->raw.pin_programs(path.text.c_str());
}

Result<void> unpin_programs(Guest& guest, Handle<Object> object, Str path) {
  WAGGLE_TRY(const auto found, find(guest, object));
  WAGGLE_CHECK(may_pin(guest, path.text + "/program"));
  return found->raw.unpin_programs(path.text.c_str());
}

}  // namespace waggle::abi::libbpf
