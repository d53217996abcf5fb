#include "waggle/btf/c_dump.hh"

#include <bpf/btf.h>

#include <cstdarg>
#include <cstdio>

#include "waggle/base/c_ptr.hh"
#include "waggle/btf/circles.hh"
#include "waggle/btf/image.hh"

namespace waggle::btf {
namespace {

constexpr std::string_view kBegin = R"(#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

)";
constexpr std::string_view kEnd = R"(
#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
)";

// btf_dump's printer; what it is told is a format of the C library's.
void append(void* text, const char* format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, again);
  va_end(again);
  if (length <= 0) return;
  auto& out = *static_cast<std::string*>(text);
  const std::size_t before = out.size();
  out.resize(before + static_cast<std::size_t>(length) + 1);
  std::vsnprintf(out.data() + before, static_cast<std::size_t>(length) + 1, format, arguments);
  out.pop_back();
}

}  // namespace

Result<std::string> dump_c(Bytes raw) {
  WAGGLE_TRY(const Image checked, Image::parse(raw));  // libbpf would say on stderr what it dislikes
  WAGGLE_CHECK(check_circles(checked));
  const CPtr<::btf, btf__free> btf(btf__new(raw.data(), static_cast<__u32>(raw.size())));
  if (!btf) return errno_error("reading BTF");
  std::string text(kBegin);
  const CPtr<btf_dump, btf_dump__free> dump(btf_dump__new(btf.get(), append, &text, nullptr));
  if (!dump) return errno_error("printing BTF");
  for (TypeId id = 1; id < checked.count(); ++id)
    if (const int error = btf_dump__dump_type(dump.get(), id); error < 0)
      return Error(-error).context("printing BTF type " + std::to_string(id));
  return text.append(kEnd);
}

}  // namespace waggle::btf
