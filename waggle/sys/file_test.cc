#include "waggle/sys/file.hh"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "waggle/sys/clocks.hh"
#include "waggle/sys/own_tree_test.hh"
#include "waggle/sys/random.hh"
#include "waggle/sys/sockets.hh"
#include "waggle/sys/unnamed.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;
using testing::IsOk;

iovec over(std::string& text) { return {.iov_base = text.data(), .iov_len = text.size()}; }

struct Ends {
  std::shared_ptr<File> reading, writing;
};

Ends make_pipe(File::Origin origin) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  return {File::adopt(UniqueFd(ends[0]), origin).value(), File::adopt(UniqueFd(ends[1]), origin).value()};
}

Ends make_socket_pair() {
  int ends[2];
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  return {File::adopt(UniqueFd(ends[0]), File::Origin::opened).value(),
          File::adopt(UniqueFd(ends[1]), File::Origin::opened).value()};
}

class FileTest : public OwnTree {};

TEST_F(FileTest, ReadsAndWritesAtOffsets) {
  write_file("inside/a", "0123456789");
  const auto file = open_file("a", O_RDWR).value();
  std::string two = "ab", three(3, '\0'), rest(20, '\0');
  const iovec out = over(two), in = over(three), in_rest = over(rest);
  EXPECT_EQ(*file->write_at({&out, 1}, 4), 2U);
  EXPECT_EQ(*file->read_at({&in, 1}, 3), 3U);
  EXPECT_EQ(three, "3ab");
  EXPECT_EQ(*file->seek(0, SEEK_CUR), 0U) << "the file's own offset stays";
  EXPECT_EQ(*file->seek(-2, SEEK_END), 8U);
  EXPECT_EQ(file->readable_bytes(), 2U);
  EXPECT_EQ(*file->read(*stop_, {&in_rest, 1}), 2U);
  EXPECT_EQ(*file->read(*stop_, {&in_rest, 1}), 0U);
  EXPECT_THAT(file->seek(-1, SEEK_SET), IsErrno(EINVAL));
  EXPECT_THAT(file->read_at({&in, 1}, std::uint64_t{1} << 63), IsErrno(EINVAL));
  EXPECT_THAT(file->truncate(3), IsOk());
  EXPECT_EQ(text_of("inside/a"), "012");
  EXPECT_THAT(file->truncate(std::uint64_t{1} << 63), IsErrno(EINVAL));
  EXPECT_THAT(file->sync(), IsOk());
  EXPECT_THAT(file->sync_data(), IsOk());
  EXPECT_THAT(file->advise(0, 0, POSIX_FADV_SEQUENTIAL), IsOk());
}

TEST_F(FileTest, AccessIsAsOpenedAndCanOnlyShrink) {
  write_file("inside/a", "text");
  std::string byte = "x";
  const iovec one = over(byte);
  const auto reading = open_file("a", O_RDONLY).value();
  EXPECT_THAT(reading->write(*stop_, {&one, 1}), IsErrno(EBADF));
  EXPECT_THAT(reading->write_at({&one, 1}, 0), IsErrno(EBADF));
  EXPECT_THAT(reading->truncate(0), IsErrno(EINVAL));
  EXPECT_THAT(reading->allocate(0, 100), IsErrno(EBADF));
  const auto both = open_file("a", O_RDWR).value();
  both->forgo(false, true);
  EXPECT_THAT(both->write(*stop_, {&one, 1}), IsErrno(EBADF));
  EXPECT_THAT(both->read(*stop_, {&one, 1}), IsOk());
  both->forgo(true, false);
  EXPECT_THAT(both->read(*stop_, {&one, 1}), IsErrno(EBADF));
  EXPECT_EQ(text_of("inside/a"), "text");
}

TEST_F(FileTest, AppendsWhenTold) {
  write_file("inside/a", "1");
  const auto file = open_file("a", O_WRONLY).value();
  EXPECT_THAT(file->set_flags(O_APPEND), IsOk());
  EXPECT_EQ(file->flags() & O_APPEND, O_APPEND);
  std::string two = "2";
  const iovec one = over(two);
  EXPECT_EQ(*file->write(*stop_, {&one, 1}), 1U);
  EXPECT_EQ(text_of("inside/a"), "12");
}

TEST_F(FileTest, NonBlockingReadOfAnEmptyPipeIsEagain) {
  for (const File::Origin origin : {File::Origin::opened, File::Origin::inherited}) {
    const Ends pipe = make_pipe(origin);
    ASSERT_THAT(pipe.reading->set_flags(O_NONBLOCK), IsOk());
    std::string text = "ab";
    const iovec one = over(text);
    EXPECT_THAT(pipe.reading->read(*stop_, {&one, 1}), IsErrno(EAGAIN));
    EXPECT_EQ(*pipe.writing->write(*stop_, {&one, 1}), 2U);
    EXPECT_EQ(pipe.reading->readable_bytes(), 2U);
    EXPECT_EQ(*pipe.reading->read(*stop_, {&one, 1}), 2U);
    // What we share with other processes keeps its flags.
    const bool changed = (::fcntl(pipe.reading->host_fd(), F_GETFL) & O_NONBLOCK) != 0;
    EXPECT_EQ(changed, origin == File::Origin::opened);
  }
}

TEST_F(FileTest, InheritedNonBlockingPipeBlocksTheGuestAllTheSame) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd writing(ends[1]);
  const auto file = File::adopt(UniqueFd(ends[0]), File::Origin::inherited).value();
  stop_->set_deadline(Clock::now() + std::chrono::milliseconds(10));
  std::string text = "ab";
  const iovec one = over(text);
  EXPECT_THAT(file->read(*stop_, {&one, 1}), IsErrno(EINTR)) << "it waited until the deadline";
}

constexpr std::size_t kMoreThanFits = std::size_t{1} << 20;

// All that comes, until the other end is closed.
std::size_t drain(Stop& stop, const File& from) {
  std::string room(65536, '\0');
  const iovec to = over(room);
  std::size_t bytes = 0;
  for (std::size_t n = 0; (n = from.read(stop, {&to, 1}).value_or(0)) != 0;) bytes += n;
  return bytes;
}

// Calls `write` while somebody reads slowly at the other end; how many bytes came there.
template <class Write>
std::size_t read_of(Ends ends, Write write) {
  const auto stop = Stop::create().value();
  std::size_t read = 0;
  std::jthread reader([&] { read = drain(*stop, *ends.reading); });
  write(*ends.writing);
  ends.writing.reset();
  reader.join();
  return read;
}

TEST_F(FileTest, AWriteThatWaitsWritesAll) {
  std::string first(100, 'a'), second(kMoreThanFits, 'b');
  const std::array pieces{over(first), over(second)};
  const std::size_t all = first.size() + second.size();
  const auto write = [&](File& to) { EXPECT_EQ(*to.write(*stop_, pieces), all); };
  EXPECT_EQ(read_of(make_pipe(File::Origin::opened), write), all);
  EXPECT_EQ(read_of(make_socket_pair(), write), all);
  EXPECT_EQ(read_of(make_socket_pair(), [&](File& to) { EXPECT_EQ(*send(*stop_, to, pieces), all); }), all);
}

// Nobody reads, or can: a counter that is nearly full is ready for some numbers and not for others.
TEST_F(FileTest, AWriteThatWaitsEndsWithTheGuest) {
  const auto counter = make_counter(1, 0).value();
  const Ends pipe = make_pipe(File::Origin::opened);
  const std::uint64_t most = UINT64_MAX - 1;
  std::string number(reinterpret_cast<const char*>(&most), sizeof most), text(kMoreThanFits, 'a');
  for (const auto& [file, bytes] : {std::pair(counter, over(number)), std::pair(pipe.writing, over(text))}) {
    const auto stop = Stop::create().value();
    std::jthread ending([&] { stop->end_now(); });
    const auto written = file->write(*stop, {&bytes, 1});
    EXPECT_TRUE(written.ok() ? *written < bytes.iov_len
                             : written.error().code() == EINTR || written.error().code() == EAGAIN);
  }
}

TEST_F(FileTest, APipeHasNoOffset) {
  const Ends pipe = make_pipe(File::Origin::opened);
  std::string text = "ab";
  const iovec one = over(text);
  EXPECT_THAT(pipe.writing->write_at({&one, 1}, 0), IsErrno(ESPIPE));
  EXPECT_THAT(pipe.reading->read_at({&one, 1}, 0), IsErrno(ESPIPE));
  EXPECT_THAT(pipe.reading->seek(0, SEEK_CUR), IsErrno(ESPIPE));
  EXPECT_FALSE(pipe.reading->seekable());
}

TEST_F(FileTest, ADirectoryIsNoFile) {
  EXPECT_THAT(File::adopt(UniqueFd(::open("/", O_RDONLY | O_CLOEXEC)), File::Origin::opened), IsErrno(ENOTSUP));
}

TEST_F(FileTest, SocketsSendAndReceive) {
  const Ends pair = make_socket_pair();
  std::string sent = "abc", got(10, '\0');
  const iovec out = over(sent), in = over(got);
  EXPECT_EQ(*send(*stop_, *pair.writing, {&out, 1}), 3U);
  EXPECT_EQ(receive(*stop_, *pair.reading, {&in, 1}, MSG_PEEK)->bytes, 3U);
  EXPECT_EQ(receive(*stop_, *pair.reading, {&in, 1}, 0)->bytes, 3U);
  EXPECT_EQ(got.substr(0, 3), "abc");
  EXPECT_THAT(shut_down(*pair.writing, SHUT_WR), IsOk());
  EXPECT_EQ(receive(*stop_, *pair.reading, {&in, 1}, 0)->bytes, 0U);
}

TEST_F(FileTest, AcceptsConnections) {
  UniqueFd listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  (base_ / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  const auto* const any = reinterpret_cast<const sockaddr*>(&address);
  ASSERT_EQ(::bind(listening.get(), any, sizeof address), 0);
  ASSERT_EQ(::listen(listening.get(), 1), 0);
  const UniqueFd client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::connect(client.get(), any, sizeof address), 0);
  const auto server = File::adopt(std::move(listening), File::Origin::inherited).value();
  const auto connection = accept_connection(*stop_, *server, SOCK_NONBLOCK).value();
  EXPECT_NE(connection->flags() & O_NONBLOCK, 0);
  ASSERT_EQ(::write(client.get(), "x", 1), 1);
  std::string got(1, '\0');
  const iovec in = over(got);
  EXPECT_EQ(receive(*stop_, *connection, {&in, 1}, 0)->bytes, 1U);
}

TEST_F(FileTest, WhatIsNoSocketSaysSoWithoutWaiting) {
  const Ends pipe = make_pipe(File::Origin::opened);
  std::string text = "ab";
  const iovec one = over(text);
  EXPECT_THAT(accept_connection(*stop_, *pipe.reading, 0), IsErrno(ENOTSOCK));
  EXPECT_THAT(receive(*stop_, *pipe.reading, {&one, 1}, 0), IsErrno(ENOTSOCK));
  EXPECT_THAT(send(*stop_, *pipe.writing, {&one, 1}), IsErrno(ENOTSOCK));
  EXPECT_THAT(shut_down(*pipe.writing, SHUT_WR), IsErrno(ENOTSOCK));
}

TEST(Clocks, ReadWhatTheHostHas) {
  const std::uint64_t before = read_clock(CLOCK_MONOTONIC).value();
  EXPECT_GE(read_clock(CLOCK_MONOTONIC).value(), before);
  EXPECT_THAT(read_clock(CLOCK_REALTIME), IsOk());
  EXPECT_GT(clock_resolution(CLOCK_PROCESS_CPUTIME_ID).value(), 0U);
  EXPECT_THAT(read_clock(12345), IsErrno(EINVAL));
}

TEST(Random, FillsAllOfIt) {
  const auto stop = Stop::create().value();
  std::array<std::byte, 4096> bytes{};
  ASSERT_THAT(fill_random(*stop, bytes), IsOk());
  EXPECT_NE(std::count(bytes.end() - 64, bytes.end(), std::byte{0}), 64);
}

TEST(Random, EndsWithTheGuest) {
  const auto stop = Stop::create().value();
  stop->end_now();
  std::array<std::byte, 16> bytes{};
  EXPECT_THAT(fill_random(*stop, bytes), IsErrno(EINTR));
}

}  // namespace
}  // namespace waggle::sys
