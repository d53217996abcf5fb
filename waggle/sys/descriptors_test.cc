#include "waggle/sys/descriptors.hh"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "waggle/sys/directory.hh"
#include "waggle/sys/file.hh"
#include "waggle/sys/stdio.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;
using testing::IsOk;

class Numbered final : public Descriptor {
 public:
  explicit Numbered(std::vector<int>* closed = nullptr, int number = 0) : closed_(closed), number_(number) {}
  ~Numbered() override {
    if (closed_) closed_->push_back(number_);
  }
  [[nodiscard]] int host_fd() const noexcept override { return -1; }

 private:
  std::vector<int>* closed_;
  int number_;
};

DescriptorRef some() { return std::make_shared<Numbered>(); }

TEST(Descriptors, GivesTheLowestFreeNumber) {
  Descriptors table;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(*table.insert(some()), i);
  EXPECT_THAT(table.close(1), IsOk());
  EXPECT_THAT(table.close(2), IsOk());
  EXPECT_EQ(*table.insert(some()), 1);
  EXPECT_EQ(*table.dup(0), 2);
  EXPECT_EQ(*table.dup_from(0, 7), 7);
  EXPECT_EQ(*table.dup_from(0, 7), 8);
  EXPECT_EQ(*table.insert(some()), 4);
  EXPECT_EQ(table.size(), 7U);
}

TEST(Descriptors, ClosedAndForeignNumbersAreBad) {
  Descriptors table;
  ASSERT_EQ(*table.insert(some()), 0);
  for (const int fd : {-1, 1, 1023, 1024, INT32_MAX, INT32_MIN}) {
    EXPECT_THAT(table.get(fd), IsErrno(EBADF)) << fd;
    EXPECT_THAT(table.close(fd), IsErrno(EBADF)) << fd;
    EXPECT_THAT(table.dup(fd), IsErrno(EBADF)) << fd;
    EXPECT_THAT(table.renumber(0, fd), IsErrno(EBADF)) << fd;
    EXPECT_THAT(table.renumber(fd, 0), IsErrno(EBADF)) << fd;
  }
  for (const int fd : {-1, 1024, INT32_MAX}) EXPECT_THAT(table.dup_to(0, fd), IsErrno(EBADF)) << fd;
  EXPECT_THAT(table.dup_from(0, 1024), IsErrno(EINVAL));
}

TEST(Descriptors, HasALimit) {
  Descriptors table(3);
  for (int i = 0; i < 3; ++i) ASSERT_THAT(table.insert(some()), IsOk());
  EXPECT_THAT(table.insert(some()), IsErrno(EMFILE));
  EXPECT_THAT(table.dup(0), IsErrno(EMFILE));
  EXPECT_THAT(table.close(1), IsOk());
  EXPECT_EQ(*table.dup(0), 1);
}

TEST(Descriptors, DuplicatesAreOneOpenFile) {
  std::vector<int> closed;
  Descriptors table;
  ASSERT_EQ(*table.insert(std::make_shared<Numbered>(&closed, 1)), 0);
  ASSERT_THAT(table.dup_to(0, 5), IsOk());
  EXPECT_EQ(table.get(0)->get(), table.get(5)->get());
  EXPECT_THAT(table.close(0), IsOk());
  EXPECT_TRUE(closed.empty());
  EXPECT_THAT(table.close(5), IsOk());
  EXPECT_EQ(closed, std::vector{1});
}

TEST(Descriptors, DupToItselfChangesNothing) {
  std::vector<int> closed;
  Descriptors table;
  ASSERT_EQ(*table.insert(std::make_shared<Numbered>(&closed, 1)), 0);
  EXPECT_THAT(table.dup_to(0, 0), IsOk());
  EXPECT_THAT(table.renumber(0, 0), IsOk());
  EXPECT_TRUE(closed.empty());
  EXPECT_THAT(table.get(0), IsOk());
}

TEST(Descriptors, RenumberMovesAndClosesTheTarget) {
  std::vector<int> closed;
  Descriptors table;
  ASSERT_EQ(*table.insert(std::make_shared<Numbered>(&closed, 1)), 0);
  ASSERT_EQ(*table.insert(std::make_shared<Numbered>(&closed, 2)), 1);
  EXPECT_THAT(table.renumber(1, 0), IsOk());
  EXPECT_EQ(closed, std::vector{1});
  EXPECT_THAT(table.get(1), IsErrno(EBADF));
  EXPECT_THAT(table.get(0), IsOk());
}

TEST(Descriptors, LookingUpPins) {
  std::vector<int> closed;
  Descriptors table;
  ASSERT_EQ(*table.insert(std::make_shared<Numbered>(&closed, 1)), 0);
  {
    const DescriptorRef pinned = *table.get(0);
    EXPECT_THAT(table.close(0), IsOk());
    EXPECT_THAT(table.get(0), IsErrno(EBADF));
    EXPECT_TRUE(closed.empty());
  }
  EXPECT_EQ(closed, std::vector{1});
}

TEST(Descriptors, GoesHighestNumberFirst) {
  std::vector<int> closed;
  {
    Descriptors table;
    for (int i = 0; i < 3; ++i) ASSERT_THAT(table.insert(std::make_shared<Numbered>(&closed, i)), IsOk());
  }
  EXPECT_EQ(closed, (std::vector{2, 1, 0}));
}

TEST(Descriptors, WrongKindIsTheCallersErrno) {
  Descriptors table;
  ASSERT_EQ(*table.insert(some()), 0);
  EXPECT_THAT(table.get_as<Directory>(0, ENOTDIR), IsErrno(ENOTDIR));
  EXPECT_THAT(table.get_as<Numbered>(0, EINVAL), IsOk());
  EXPECT_THAT(table.get_as<Numbered>(1, EINVAL), IsErrno(EBADF));
}

TEST(Descriptors, BorrowedIsNotPinned) {
  Descriptors table;
  ASSERT_EQ(*table.insert(some()), 0);
  const auto pinned = table.get_as<Numbered>(0, EINVAL);
  const auto borrowed = table.borrow_as<Numbered>(0, EINVAL);
  ASSERT_THAT(borrowed, IsOk());
  EXPECT_EQ(*borrowed, pinned->get());
  EXPECT_EQ(pinned->use_count(), 2);  // ours, the table's
  EXPECT_THAT(table.borrow_as<Directory>(0, ENOTDIR), IsErrno(ENOTDIR));
  EXPECT_THAT(table.borrow_as<Numbered>(1, EINVAL), IsErrno(EBADF));
}

TEST(Stdio, OutputIsShownAsTerminal) {
  Descriptors table;
  ASSERT_THAT(open_stdio(table, policy::default_grants()), IsOk());
  ASSERT_EQ(table.size(), 3U);
  for (const int fd : {1, 2}) {
    const auto file = table.get_as<File>(fd, EISDIR).value();
    EXPECT_TRUE(S_ISCHR(file->status()->st_mode)) << fd;
    EXPECT_FALSE(file->seekable());
    EXPECT_THAT(file->seek(0, SEEK_CUR), IsErrno(ESPIPE));
  }
}

TEST(Stdio, WithoutTheGrantEveryUseIsRefused) {
  Descriptors table;
  policy::Grants grants = policy::default_grants();
  grants.remove(policy::Grant::stdio);
  ASSERT_THAT(open_stdio(table, grants), IsOk());
  EXPECT_EQ(*table.insert(some()), 3) << "no file may become standard output";
  for (const int fd : {0, 1, 2}) {
    EXPECT_THAT(table.get_as<File>(fd, EISDIR), IsErrno(EPERM));
    EXPECT_THAT(table.get(fd).value()->status(), IsErrno(EPERM));
  }
}

}  // namespace
}  // namespace waggle::sys
