// Loading, closing and attaching.
#include <fmt/format.h>

#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/sys/file.hh"

namespace waggle::abi::wasm_bpf {
namespace {

constexpr int kStdout = 1;

// The guest learns an errno at most; the person at the terminal learns why, once.
Error report(Guest& guest, Error error) {
  guest.log.error(error.message());
  if (const auto* refused = error.detail<bpf::VerifierError>(); refused && !refused->log.empty())
    guest.log.error("the verifier's log:\n" + refused->log);
  return error;
}

// The image, and what its global variables take.
Result<Charge> charge(Guest& guest, const bpf::ObjectSpec& spec, Bytes elf) {
  std::size_t bytes = elf.size();
  for (const bpf::MapSpec& map : spec.maps()) bytes += map.initial_value().size();
  auto taken = guest.object_bytes.take(bytes);
  if (taken.ok() && guest.objects.size() < Guest::kMostObjects) return taken;
  return Error(ENOMEM, fmt::format("a guest may have {} objects of {} MiB in all loaded at once", Guest::kMostObjects,
                                   Guest::kMostObjectBytes >> 20));
}

Result<std::shared_ptr<BpfObject>> load(Guest& guest, Bytes elf) {
  WAGGLE_TRY(bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, "guest"));
  WAGGLE_TRY(Charge bytes, charge(guest, spec, elf));
  const bpf::LoadOptions options{.allow_pins = guest.policy.grants.contains(policy::Grant::pin)};
  WAGGLE_TRY(bpf::Object object, bpf::Object::load(std::move(spec), options));
  return std::make_shared<BpfObject>(std::move(object), std::move(bytes));
}

// What attaching says by itself (an iterator's text) goes where the guest's own text goes.
bpf::TextSink to_stdout(Guest& guest) {
  return [&guest](std::string_view text) {
    const auto out = guest.descriptors.get_as<sys::File>(kStdout, EBADF);
    while (out.ok() && !text.empty()) {
      const iovec piece{const_cast<char*>(text.data()), text.size()};
      const auto written = (*out)->write(guest.stop, {&piece, 1});
      if (!written.ok()) return;
      text.remove_prefix(*written);
    }
  };
}

struct Attachable {
  std::shared_ptr<BpfObject> owner;
  bpf::Program program;
};

Result<Attachable> find_program(Guest& guest, Object object, const std::string& name) {
  auto owner = guest.objects.find(object);
  if (!owner) return Error(EINVAL);
  const auto program = owner->object().program(name);
  if (!program) return report(guest, Error(ENOENT, fmt::format("the object has no program named '{}'", name)));
  return Attachable{std::move(owner), *program};
}

// `target` empty: as the section says.
Result<std::int32_t> attach(Guest& guest, const Attachable& what, std::string_view target) {
  bpf::Object& object = what.owner->object();
  const auto attached = [&]() -> Result<bpf::Link> {
    if (target.empty()) return bpf::attach(object, what.program, to_stdout(guest));
    WAGGLE_TRY(const bpf::AttachKind kind, bpf::attach_kind(what.program));
    WAGGLE_TRY(const bpf::Target parsed, bpf::Target::parse(kind, target));
    return bpf::attach(object, what.program, parsed, to_stdout(guest));
  };
  auto link = attached();
  if (!link.ok()) {
    const std::string what_failed = fmt::format("attaching {}", what.program.name());
    return report(guest, std::move(link).error().context(what_failed));
  }
  object.own(std::move(*link));
  return 0;
}

}  // namespace

Result<Object> load_object(Guest& guest, Image elf) {
  auto loaded = load(guest, elf.bytes);
  if (!loaded.ok()) return report(guest, std::move(loaded).error());
  return guest.objects.add(std::move(*loaded));
}

Result<std::int32_t> close_object(Guest& guest, Object object) {
  const auto pinned = guest.objects.find(object);
  if (!pinned) return Error(EINVAL);
  // The numbers go with the object, unless the guest has given them another meaning since.
  for (const auto& [map, number] : pinned->numbers()) number.close(guest.descriptors);
  WAGGLE_CHECK(guest.objects.close(object));
  return 0;
}

Result<std::int32_t> attach_program(Guest& guest, Object object, Str name, OptStr target) {
  WAGGLE_TRY(const Attachable what, find_program(guest, object, name.text));
  return attach(guest, what, target.text.value_or(""));
}

Result<std::int32_t> attach_program_fd(Guest& guest, Object object, Str name, Fd target) {
  WAGGLE_TRY(const Attachable what, find_program(guest, object, name.text));
  if (target.number < 0) return attach(guest, what, "");
  WAGGLE_TRY(const bpf::AttachKind kind, bpf::attach_kind(what.program));
  if (kind != bpf::AttachKind::cgroup)
    return report(guest, Error(EPERM, fmt::format("attaching {}: only cgroup programs attach to a descriptor",
                                                  what.program.name())));
  WAGGLE_TRY(const sys::DescriptorRef cgroup, guest.descriptors.get(target.number));
  return attach(guest, what, fmt::format("/proc/self/fd/{}", cgroup->host_fd()));
}

std::span<const Import> imports() {
  static constexpr auto kImports = abi::imports(kRows);
  return kImports;
}

std::span<const Import> callback_wrapper_imports() {
  static constexpr auto kImports = abi::imports(kWrapperRows);
  return kImports;
}

}  // namespace waggle::abi::wasm_bpf
