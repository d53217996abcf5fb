#include "waggle/bpf/raw/object.hh"

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "waggle/bpf/arena.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {

Result<Object> Object::open(Bytes elf, const OpenOptions& options) {
  Object object;
  bpf_object_open_opts raw{};
  raw.sz = sizeof raw;
  raw.object_name = options.name.empty() ? nullptr : options.name.c_str();
  raw.relaxed_maps = options.relaxed_maps;
  raw.pin_root_path = options.pin_root_path ? options.pin_root_path->c_str() : nullptr;
  raw.kconfig = options.kconfig.empty() ? nullptr : options.kconfig.c_str();
  raw.btf_custom_path = options.btf_custom_path ? options.btf_custom_path->c_str() : nullptr;
  raw.kernel_log_level = options.log_level;
  if (options.log_size > 0) {
    object.log_ = std::make_unique<std::string>(options.log_size, '\0');
    raw.kernel_log_buf = object.log_->data();
    raw.kernel_log_size = options.log_size;
  }
  WAGGLE_TRY(OpenedObject opened, open_object(elf, raw));
  object.kernel_btf_ = std::move(opened.kernel_btf);
  object.raw_ = std::move(opened.raw);
  return object;
}

Result<void> Object::prepare() const {
  WAGGLE_CHECK(check_arenas(raw_.get()));
  return status(::bpf_object__prepare(raw_.get()));
}

Result<void> Object::load() const {
  WAGGLE_CHECK(check_arenas(raw_.get()));
  return status(::bpf_object__load(raw_.get()));
}

std::string_view Object::name() const { return ::bpf_object__name(raw_.get()); }
std::uint32_t Object::kversion() const { return ::bpf_object__kversion(raw_.get()); }

Result<void> Object::set_kversion(std::uint32_t version) const {
  return status(::bpf_object__set_kversion(raw_.get(), version));
}

const ::btf* Object::types() const { return ::bpf_object__btf(raw_.get()); }

Bytes Object::btf() const {
  std::uint32_t size = 0;
  const void* const bytes = types() == nullptr ? nullptr : ::btf__raw_data(types(), &size);
  return bytes == nullptr ? Bytes() : Bytes(static_cast<const std::byte*>(bytes), size);
}

bpf_map* Object::next_map(const bpf_map* before) const { return ::bpf_object__next_map(raw_.get(), before); }

bpf_program* Object::next_program(bpf_program* before) const { return ::bpf_object__next_program(raw_.get(), before); }

Result<Map> Object::map(const std::string& name) const {
  bpf_map* const map = ::bpf_object__find_map_by_name(raw_.get(), name.c_str());
  if (map == nullptr) return failure();
  return Map(map);
}

Result<Program> Object::program(const std::string& name) const {
  bpf_program* const program = ::bpf_object__find_program_by_name(raw_.get(), name.c_str());
  if (program == nullptr) return failure();
  return Program(program);
}

Result<void> Object::set_log(const Program& program, std::size_t size) {
  std::string log(size, '\0');
  WAGGLE_CHECK(program.set_log_buffer(log));
  // The bytes of a short string lie in the string itself, which has moved by now.
  logs_[program.raw()] = std::move(log);
  return program.set_log_buffer(logs_[program.raw()]);
}

std::string_view Object::log_of(const Program& program) const {
  const auto log = logs_.find(program.raw());
  return log == logs_.end() ? std::string_view() : log->second.c_str();
}

Result<void> Object::pin_maps(const char* path) const { return status(::bpf_object__pin_maps(raw_.get(), path)); }
Result<void> Object::unpin_maps(const char* path) const { return status(::bpf_object__unpin_maps(raw_.get(), path)); }

Result<void> Object::pin_programs(const char* path) const {
  return status(::bpf_object__pin_programs(raw_.get(), path));
}

Result<void> Object::unpin_programs(const char* path) const {
  return status(::bpf_object__unpin_programs(raw_.get(), path));
}

}  // namespace waggle::bpf::raw
