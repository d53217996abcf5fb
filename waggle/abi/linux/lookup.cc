#include "waggle/abi/linux/lookup.hh"

#include <fcntl.h>

#include <string_view>
#include <utility>

namespace waggle::abi::linux {
namespace {

// As wasi-libc does with the names of its roots: "data/x" may lie in a root "data" or in one ".".
Result<sys::Roots::Place> locate_relative(const sys::Roots& roots, std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  auto place = roots.locate(path);
  if (!place.ok()) place = roots.locate("./" + std::string(path));
  if (!place.ok()) place = roots.locate("/" + std::string(path));
  return place;
}

}  // namespace

Result<sys::Roots::Place> place_of(Guest& guest, Fd directory, const std::string& path) {
  if (path.empty()) return Error(ENOENT);
  if (path.starts_with('/')) return guest.roots.locate(path);
  if (directory.number == AT_FDCWD) return locate_relative(guest.roots, path);
  WAGGLE_TRY(auto start, directory_of(guest, directory));
  return sys::Roots::Place{std::move(start), path};
}

Result<void> insert_pair(Guest& guest, sys::DescriptorRef first, sys::DescriptorRef second, Give<Pair> numbers) {
  WAGGLE_TRY(const int low, guest.descriptors.insert(std::move(first)));
  const auto high = guest.descriptors.insert(std::move(second));
  if (!high.ok()) {
    WAGGLE_CHECK(guest.descriptors.close(low));
    return Error(high.error().code());
  }
  numbers.set({low, *high});
  return {};
}

}  // namespace waggle::abi::linux
