// What JSON says about an object: as a package of its own, as the description of an object that lies beside it, and as
// the description that a command line is written into.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/loader/description.hh"
#include "waggle/package/package.hh"

using namespace waggle;

namespace {

constexpr std::string_view kObject = "an object";

void apply_arguments(std::string_view json) {
  auto description = loader::Description::parse(json);
  if (!description.ok()) return;
  static_cast<void>(description->usage());
  const std::vector<std::string> arguments{"-p", "1", "--a=b", "--enable-c"};
  for (const std::string& each : arguments) static_cast<void>(description->apply({&each, 1}));
  loader::Description::parse(description->json()).value();  // what is written can be read
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  static_cast<void>(package::open(bytes, "fuzz.json"));
  static_cast<void>(package::open_json(bytes, "fuzz.json", as_bytes(kObject)));
  apply_arguments(as_text(bytes));
  return 0;
}
