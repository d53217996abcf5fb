// Maps, programs and BTF without an object; pins by descriptor.
#include <cstring>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/libbpf/pins.hh"

namespace waggle::abi::libbpf {
namespace {

namespace raw = bpf::raw;

// A guest's descriptors in what it wants made, as the host's, valid while this lives.
class Pins {
 public:
  explicit Pins(Guest& guest) : guest_(guest) {}
  Result<std::uint32_t> optional(std::uint32_t number) {
    WAGGLE_TRY(HostFd host, optional_fd_of(guest_, number));
    return static_cast<std::uint32_t>(pins_.emplace_back(std::move(host)).fd);
  }
  Result<int> required(int number) {
    WAGGLE_TRY(HostFd host, host_fd_of(guest_, number));
    return pins_.emplace_back(std::move(host)).fd;
  }

 private:
  Guest& guest_;
  std::vector<HostFd> pins_;
};

Result<raw::NewMap> with_options(Pins& pins, raw::NewMap map, const waggle_map_create& options) {
  map.flags = options.map_flags;
  map.extra = options.map_extra;
  map.btf_key_type_id = options.btf_key_type_id;
  map.btf_value_type_id = options.btf_value_type_id;
  map.btf_vmlinux_value_type_id = options.btf_vmlinux_value_type_id;
  map.numa_node = options.numa_node;
  map.ifindex = options.map_ifindex;
  WAGGLE_TRY(map.btf_fd, pins.optional(options.btf_fd));
  WAGGLE_TRY(map.inner_map_fd, pins.optional(options.inner_map_fd));
  WAGGLE_TRY(const std::uint32_t types, pins.optional(static_cast<std::uint32_t>(options.value_type_btf_obj_fd)));
  map.value_type_btf_fd = static_cast<std::int32_t>(types);
  return map;
}

Result<raw::NewProgram> with_options(Pins& pins, raw::NewProgram program, const waggle_prog_load& options) {
  program.expected_attach_type = options.expected_attach_type;
  program.flags = options.prog_flags;
  program.ifindex = options.prog_ifindex;
  program.kern_version = options.kern_version;
  program.attempts = options.attempts;
  program.attach_btf_id = options.attach_btf_id;
  program.function_size = options.func_info_rec_size;
  program.line_size = options.line_info_rec_size;
  program.log_level = options.log_level;
  WAGGLE_TRY(program.btf_fd, pins.optional(options.prog_btf_fd));
  WAGGLE_TRY(program.attach_program_fd, pins.optional(options.attach_prog_fd));
  WAGGLE_TRY(program.attach_btf_fd, pins.optional(options.attach_btf_obj_fd));
  return program;
}

Result<std::vector<int>> host_numbers(Pins& pins, Bytes numbers) {
  if (numbers.size() % sizeof(int) != 0) return Error(EINVAL);
  std::vector<int> all(numbers.size() / sizeof(int));
  if (!all.empty()) std::memcpy(all.data(), numbers.data(), numbers.size());
  for (int& number : all) {
    WAGGLE_TRY(number, pins.required(number));
  }
  return all;
}

// The kernel writes its log straight into the guest's memory.
std::span<char> text_of(const Out& out) { return {reinterpret_cast<char*>(out.bytes.data()), out.bytes.size()}; }

ByteVector copied(const In& in) { return {in.bytes.begin(), in.bytes.end()}; }

}  // namespace

Result<Fd> create_map(Guest& guest, std::uint32_t type, OptStr name, std::uint32_t key_size, std::uint32_t value_size,
                      std::uint32_t max_entries, OptTake<waggle_map_create> options) {
  raw::NewMap map{
      .type = type, .name = pointer(name), .key_size = key_size, .value_size = value_size, .max_entries = max_entries};
  Pins pins(guest);
  if (options.value) {
    WAGGLE_TRY(map, with_options(pins, map, *options.value));
  }
  return insert(guest, raw::create_map(map));
}

Result<Fd> load_program(Guest& guest, std::uint32_t type, OptStr name, OptStr license, Image code,
                        Change<waggle_prog_load> options, Out log, In functions, In lines, In descriptors) {
  if (code.bytes.empty()) return Error(EINVAL);
  Pins pins(guest);
  WAGGLE_CHECK(raw::translate_descriptors(code.bytes, [&](int number) { return pins.required(number); }));
  const ByteVector function_records = copied(functions), line_records = copied(lines);
  WAGGLE_TRY(const std::vector<int> numbers, host_numbers(pins, descriptors.bytes));
  raw::NewProgram program;
  program.type = type;
  program.name = pointer(name);
  program.license = pointer(license);
  program.instructions = code.bytes;
  program.functions = function_records;
  program.lines = line_records;
  program.descriptors = numbers;
  program.log = text_of(log);
  WAGGLE_TRY(program, with_options(pins, program, options.value));
  auto loaded = raw::load_program(program, options.value.log_true_size);
  // Like the log, also where it failed.
  options.set(options.value);
  return insert(guest, std::move(loaded));
}

Result<Fd> load_btf(Guest& guest, Image btf, std::uint32_t flags, std::uint32_t log_level, Out log,
                    Give<std::uint32_t> log_true_size) {
  std::uint32_t size = 0;
  auto loaded = raw::load_btf(btf.bytes, flags, log_level, text_of(log), size);
  log_true_size.set(size);
  return insert(guest, std::move(loaded));
}

Result<void> bind_map(Guest& guest, Fd program, Fd map, std::uint32_t flags) {
  WAGGLE_TRY(const HostFd to, host_fd_of(guest, program.number));
  WAGGLE_TRY(const HostFd what, host_fd_of(guest, map.number));
  return raw::bind_map(to.fd, what.fd, flags);
}

Result<void> pin(Guest& guest, Fd fd, Str path, std::uint32_t flags) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, fd.number));
  WAGGLE_CHECK(may_pin(guest, path.text));
  return raw::pin(host.fd, path.text, flags);
}

Result<Fd> get_pinned(Guest& guest, Str path, std::uint32_t flags) {
  WAGGLE_CHECK(may_pin(guest, path.text));
  return insert(guest, raw::get_pinned(path.text, flags));
}

}  // namespace waggle::abi::libbpf
