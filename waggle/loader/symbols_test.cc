#include "waggle/loader/symbols.hh"

#include <gmock/gmock.h>
#include <unistd.h>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

// Exported by name, so that a name can be expected.
extern "C" int waggle_function_with_a_name(int x);
extern "C" __attribute__((noinline)) int waggle_function_with_a_name(int x) { return x * 3 + 1; }

namespace waggle::loader {
namespace {

TEST(Symbols, NameAFunctionOfAProcess) {
  Symbols symbols;
  const auto address = reinterpret_cast<std::uint64_t>(&waggle_function_with_a_name);
  const auto pid = static_cast<std::uint32_t>(::getpid());
  EXPECT_EQ(symbols.user(pid, address), "waggle_function_with_a_name");
  EXPECT_EQ(symbols.user(pid, address + 1), "waggle_function_with_a_name");
  EXPECT_EQ(symbols.user(pid, 8), "");
  EXPECT_EQ(symbols.user(0x7fffffff, address), "");
}

TEST(Symbols, NameAFunctionOfTheKernel) {
  const auto table = read_file("/proc/kallsyms", std::uint64_t{64} << 20);
  if (!table.ok()) GTEST_SKIP() << "needs /proc/kallsyms";
  const std::string_view text = as_text(*table);
  const auto at = text.find(" T vfs_read\n");
  if (at == text.npos || text.substr(at - 16, 16) == "0000000000000000")
    GTEST_SKIP() << "needs the addresses of /proc/kallsyms";
  Symbols symbols;
  const auto address = parse_number<std::uint64_t>("0x" + std::string(text.substr(at - 16, 16)));
  EXPECT_EQ(symbols.kernel(address.value() + 4), "vfs_read");
  EXPECT_EQ(symbols.kernel(1), "");
}

}  // namespace
}  // namespace waggle::loader
