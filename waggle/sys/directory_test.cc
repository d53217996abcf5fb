#include "waggle/sys/directory.hh"

#include <fcntl.h>

#include <set>

#include "waggle/sys/own_tree_test.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;
using testing::IsOk;

class DirectoryTest : public OwnTree {
 protected:
  std::set<std::string> names(const Directory& directory) {
    std::set<std::string> all;
    EXPECT_THAT(directory.list(0,
                               [&](const DirectoryEntry& entry) {
                                 all.emplace(entry.name);
                                 return true;
                               }),
                IsOk());
    return all;
  }
};

TEST_F(DirectoryTest, CreatesWritesAndReadsFiles) {
  {
    const auto file = open_file("new", O_WRONLY | O_CREAT | O_EXCL).value();
    const iovec two[]{{.iov_base = const_cast<char*>("one "), .iov_len = 4},
                      {.iov_base = const_cast<char*>("two"), .iov_len = 3}};
    EXPECT_EQ(*file->write(*stop_, two), 7U);
  }
  EXPECT_EQ(text_of("inside/new"), "one two");
  EXPECT_EQ(*read_file("new"), "one two");
  EXPECT_THAT(open_file("new", O_WRONLY | O_CREAT | O_EXCL), IsErrno(EEXIST));
  EXPECT_THAT(open_file("none", O_RDONLY), IsErrno(ENOENT));
}

TEST_F(DirectoryTest, RefusesFlagsItDoesNotKnow) {
  EXPECT_THAT(tree_->open(".", O_PATH, 0), IsErrno(EINVAL));
  EXPECT_THAT(tree_->open(".", O_TMPFILE | O_RDWR, 0644), IsErrno(EINVAL));
}

TEST_F(DirectoryTest, OpensDirectories) {
  ASSERT_THAT(tree_->make_directory("sub", 0755), IsOk());
  write_file("inside/sub/file", "text");
  const auto sub = std::dynamic_pointer_cast<Directory>(tree_->open("sub", O_RDONLY | O_DIRECTORY, 0).value());
  ASSERT_TRUE(sub);
  EXPECT_THAT(sub->open("file", O_RDONLY, 0), IsOk());
  EXPECT_THAT(sub->open("../sub/file", O_RDONLY, 0), IsErrno(EPERM)) << "beneath the directory, not the tree";
  EXPECT_THAT(tree_->open("sub/file", O_RDONLY | O_DIRECTORY, 0), IsErrno(ENOTDIR));
  EXPECT_EQ(names(*sub), (std::set<std::string>{".", "..", "file"}));
}

TEST_F(DirectoryTest, ListsFromAnyCookie) {
  std::set<std::string> expected{".", ".."};
  for (int i = 0; i < 1500; ++i) {  // more than one buffer of getdents
    const std::string name = "a-file-with-a-long-name-" + std::to_string(i);
    write_file("inside/" + name, "");
    expected.insert(name);
  }
  EXPECT_EQ(names(*tree_), expected);
  // One entry a call, as a guest with a tiny buffer does.
  std::set<std::string> seen;
  for (std::uint64_t cookie = 0;;) {
    bool any = false;
    ASSERT_THAT(tree_->list(cookie,
                            [&](const DirectoryEntry& entry) {
                              any = true;
                              cookie = entry.next;
                              EXPECT_TRUE(seen.emplace(entry.name).second) << entry.name;
                              return false;
                            }),
                IsOk());
    if (!any) break;
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(DirectoryTest, RemovesAndRenames) {
  write_file("inside/a", "a");
  ASSERT_THAT(tree_->make_directory("sub", 0755), IsOk());
  EXPECT_THAT(tree_->make_directory("sub", 0755), IsErrno(EEXIST));
  EXPECT_THAT(tree_->make_directory(".", 0755), IsErrno(EEXIST));
  EXPECT_THAT(tree_->rename("a", *tree_, "sub/b"), IsOk());
  EXPECT_EQ(text_of("inside/sub/b"), "a");
  EXPECT_THAT(tree_->remove_directory("sub"), IsErrno(ENOTEMPTY));
  EXPECT_THAT(tree_->unlink("sub"), IsErrno(EISDIR));
  EXPECT_THAT(tree_->unlink("sub/b"), IsOk());
  EXPECT_THAT(tree_->unlink("sub/b"), IsErrno(ENOENT));
  EXPECT_THAT(tree_->remove_directory("sub/"), IsOk());
  EXPECT_EQ(names(*tree_), (std::set<std::string>{".", ".."}));
}

TEST_F(DirectoryTest, LinksAndSymlinks) {
  write_file("inside/a", "text");
  EXPECT_THAT(tree_->make_symlink("a", "soft"), IsOk());
  EXPECT_EQ(*tree_->read_link("soft"), "a");
  EXPECT_THAT(tree_->read_link("a"), IsErrno(EINVAL));
  EXPECT_EQ(*read_file("soft"), "text");
  EXPECT_THAT(open_file("soft", O_RDONLY | O_NOFOLLOW), IsErrno(ELOOP));
  EXPECT_TRUE(S_ISLNK(tree_->status_of("soft", false)->st_mode));
  EXPECT_TRUE(S_ISREG(tree_->status_of("soft", true)->st_mode));

  EXPECT_THAT(tree_->link("soft", true, *tree_, "hard"), IsOk());
  EXPECT_EQ(tree_->status_of("hard", false)->st_ino, tree_->status_of("a", false)->st_ino);
  EXPECT_THAT(tree_->link("soft", false, *tree_, "hard-soft"), IsOk());
  EXPECT_EQ(*tree_->read_link("hard-soft"), "a");
}

TEST_F(DirectoryTest, SetsTimes) {
  write_file("inside/a", "");
  ASSERT_THAT(tree_->make_symlink("a", "soft"), IsOk());
  const timespec times[2]{{.tv_sec = 11, .tv_nsec = 12}, {.tv_sec = 21, .tv_nsec = 22}};
  EXPECT_THAT(tree_->set_times_of("soft", times, false), IsOk());
  EXPECT_NE(tree_->status_of("a", false)->st_mtim.tv_sec, 21);
  EXPECT_EQ(tree_->status_of("soft", false)->st_mtim.tv_sec, 21);
  EXPECT_THAT(tree_->set_times_of("soft", times, true), IsOk());
  const struct stat st = tree_->status_of("a", false).value();
  EXPECT_EQ(st.st_atim.tv_sec, 11);
  EXPECT_EQ(st.st_mtim.tv_nsec, 22);
}

TEST_F(DirectoryTest, KernelTreesAreReadOnly) {
  const Roots kernel = Roots::open({.grants = policy::default_grants(), .directories = {}, .environment = {}}).value();
  ASSERT_EQ(kernel.all().size(), 2U);
  for (const auto& root : kernel.all()) {
    EXPECT_THAT(root->open("version", O_RDWR, 0), IsErrno(EROFS));
    EXPECT_THAT(root->open("version", O_RDONLY | O_TRUNC, 0), IsErrno(EROFS));
    EXPECT_THAT(root->open("new", O_RDONLY | O_CREAT, 0644), IsErrno(EROFS));
    EXPECT_THAT(root->make_directory("new", 0755), IsErrno(EROFS));
    EXPECT_THAT(root->remove_directory("new"), IsErrno(EROFS));
    EXPECT_THAT(root->unlink("new"), IsErrno(EROFS));
    EXPECT_THAT(root->rename("new", *root, "b"), IsErrno(EROFS));
    EXPECT_THAT(root->link("new", false, *root, "b"), IsErrno(EROFS));
    EXPECT_THAT(root->make_symlink("new", "b"), IsErrno(EROFS));
    const timespec times[2]{};
    EXPECT_THAT(root->set_times(times), IsErrno(EROFS));
    EXPECT_THAT(root->set_times_of("version", times, true), IsErrno(EROFS));
  }
  const auto version = kernel.all()[0]->open("version", O_RDONLY, 0).value();
  const timespec times[2]{};
  EXPECT_THAT(std::dynamic_pointer_cast<File>(version)->set_times(times), IsErrno(EROFS));
}

TEST_F(DirectoryTest, LocatesByTheLongestPrefix) {
  const std::string host = base_ / "inside";
  const Roots roots =
      Roots::open({.grants = {}, .directories = {{host, "/"}, {host, "/a/b"}, {host, "/a"}}, .environment = {}})
          .value();
  const auto place = [&](std::string_view path) {
    const auto found = roots.locate(path).value();
    return found.directory->root().guest_path + " " + found.path;
  };
  EXPECT_EQ(place("/a/b/c"), "/a/b c");
  EXPECT_EQ(place("/a/bc"), "/a bc");
  EXPECT_EQ(place("/a//b/c"), "/a b/c");
  EXPECT_EQ(place("/a"), "/a .");
  EXPECT_EQ(place("/x/y"), "/ x/y");
  EXPECT_EQ(place("/"), "/ .");
  EXPECT_THAT(roots_.locate("/elsewhere"), IsErrno(ENOENT));
  EXPECT_THAT(roots_.locate("/treehouse"), IsErrno(ENOENT));
}

TEST_F(DirectoryTest, MissingDirectoryIsNamed) {
  const auto roots = Roots::open({.grants = {}, .directories = {{"/nowhere", "/x"}}, .environment = {}});
  EXPECT_THAT(roots, IsErrno(ENOENT));
  EXPECT_THAT(roots, testing::FailsSaying("/nowhere"));
}

}  // namespace
}  // namespace waggle::sys
