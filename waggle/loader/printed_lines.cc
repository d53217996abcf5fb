#include "waggle/loader/printed_lines.hh"

#include <algorithm>
#include <array>
#include <cstring>

namespace waggle::loader {
namespace {

using event::Kind;
using event::Type;

struct Head {
  std::uint32_t pid;
  std::array<char, 16> comm;  // TASK_COMM_LEN
};

event::TypePtr line_type() {
  const auto text = [](std::uint32_t size) {
    return std::make_shared<const Type>(Type{.kind = Kind::text, .name = "char[]", .size = size, .count = size});
  };
  const auto number = std::make_shared<const Type>(Type{.kind = Kind::unsigned_integer, .name = "u32", .size = 4});
  Type type{.kind = Kind::structure, .name = "struct printk", .size = sizeof(Head)};
  type.members.push_back({"pid", 0, 0, number});
  type.members.push_back({"comm", 8 * offsetof(Head, comm), 0, text(sizeof(Head::comm))});
  type.members.push_back({"text", 8 * sizeof(Head), 0, text(0)});  // as long as the line is
  return std::make_shared<const Type>(std::move(type));
}

}  // namespace

PrintedLines::PrintedLines(bpf::Printk printk, PrintedFormats formats)
    : printk_(std::move(printk)),
      formats_(std::move(formats)),
      stream_(std::make_unique<event::Stream>(event::Stream{"printk", line_type(), event::Origin::metadata})) {}

Result<PrintedLines> PrintedLines::open(PrintedFormats formats) {
  WAGGLE_TRY(auto printk, bpf::Printk::open());
  return PrintedLines(std::move(printk), std::move(formats));
}

Result<std::size_t> PrintedLines::consume(event::Sink& sink) {
  Result<void> written;
  std::size_t shown = 0;
  ByteVector bytes;
  const auto give = [&](const bpf::PrintkLine& line) {
    if (!written.ok() || !formats_.fits(line.text)) return;
    Head head{line.pid, {}};
    std::memcpy(head.comm.data(), line.command.data(), std::min(line.command.size(), head.comm.size()));
    bytes.assign(sizeof head + line.text.size(), std::byte{0});
    std::memcpy(bytes.data(), &head, sizeof head);
    std::memcpy(bytes.data() + sizeof head, line.text.data(), line.text.size());
    ++shown;
    written = sink.write({*stream_, std::chrono::system_clock::now(), bytes});
  };
  WAGGLE_CHECK(printk_.consume(give));
  if (!written.ok()) return std::move(written).error();
  return shown;
}

}  // namespace waggle::loader
