#include "waggle/toolchain/inspect/inspect.hh"

#include "waggle/vm/module.hh"

namespace waggle::toolchain {

Result<PackageReport> inspect_package(Bytes file, const InspectOptions& options) {
  WAGGLE_TRY(package::Package package, package::open(file, options.name));
  WAGGLE_TRY(ObjectReport object, inspect_object(package.object, {.name = package.name, .kernel = options.kernel}));
  package.object.clear();
  return PackageReport{std::move(package), std::move(object)};
}

Result<Report> inspect(Bytes file, const InspectOptions& options) {
  switch (vm::recognize(file)) {
    case vm::Format::wasm: {
      WAGGLE_TRY(GuestReport guest, inspect_guest(file, options));
      return Report(std::move(guest));
    }
    case vm::Format::compiled:
      return Error(ENOEXEC, options.name + ": native code of a guest; look at the module that it was compiled from");
    case vm::Format::component: return Error(ENOEXEC, options.name + ": a component, which waggle does not run");
    case vm::Format::text: {
      WAGGLE_TRY(const ByteVector wasm, vm::parse_text(as_text(file)).context(options.name));
      WAGGLE_TRY(GuestReport guest, inspect_guest(wasm, options));
      return Report(std::move(guest));
    }
    default: break;
  }
  if (file.size() > 4 && as_text(file.first(4)) ==
                             "\x7f"
                             "ELF") {
    WAGGLE_TRY(ObjectReport object, inspect_object(file, options));
    return Report(std::move(object));
  }
  WAGGLE_TRY(PackageReport package, inspect_package(file, options));
  return Report(std::move(package));
}

}  // namespace waggle::toolchain
