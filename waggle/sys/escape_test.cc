// Everything a hostile guest may try with a path: none of it leads out of a granted tree, or
// to what must stay hidden in /proc and /sys.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "waggle/sys/own_tree_test.hh"
#include "waggle/sys/proc_links.hh"

namespace waggle::sys {
namespace {

using testing::IsErrno;
using testing::IsOk;

class Escape : public OwnTree {
 protected:
  void SetUp() override {
    OwnTree::SetUp();
    const auto inside = base_ / "inside";
    std::filesystem::create_directory(inside / "dir");
    write_file("inside/file", "text");
    std::filesystem::create_symlink("../secret", inside / "up");
    std::filesystem::create_symlink(base_ / "secret", inside / "absolute");
    std::filesystem::create_symlink("..", inside / "parent");
    std::filesystem::create_symlink("/", inside / "slash");
    std::filesystem::create_symlink("/proc/self/root", inside / "magic");
    std::filesystem::create_symlink("dir/../../secret", inside / "winding");
    std::filesystem::create_symlink("chain2", inside / "chain1");
    std::filesystem::create_symlink("up", inside / "chain2");
  }
};

TEST_F(Escape, NoPathLeadsOut) {
  for (const std::string path : {"..",
                                 "../secret",
                                 "dir/../../secret",
                                 "./../secret",
                                 "dir/../../inside/file",
                                 "/etc/passwd",
                                 "/",
                                 "up",
                                 "absolute",
                                 "parent",
                                 "parent/secret",
                                 "slash",
                                 "slash/etc/passwd",
                                 "magic",
                                 "magic/etc/passwd",
                                 "winding",
                                 "chain1",
                                 "dir/../parent/secret",
                                 "//etc/passwd",
                                 "../inside/file"}) {
    EXPECT_THAT(tree_->open(path, O_RDONLY, 0), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->status_of(path, true), IsErrno(EPERM)) << path;
    const timespec times[2]{};
    EXPECT_THAT(tree_->set_times_of(path, times, true), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->link(path, true, *tree_, "stolen"), IsErrno(EPERM)) << path;
  }
  EXPECT_EQ(text_of("secret"), "secret");
}

TEST_F(Escape, NothingIsCreatedOrRemovedOutside) {
  for (const std::string path :
       {"../new", "parent/new", "parent/secret", "slash/tmp/new", "../secret", "/tmp/new", "/"}) {
    EXPECT_THAT(tree_->make_directory(path, 0755), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->remove_directory(path), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->unlink(path), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->make_symlink("x", path), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->rename("file", *tree_, path), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->rename(path, *tree_, "mine"), IsErrno(EPERM)) << path;
    EXPECT_THAT(tree_->link("file", false, *tree_, path), IsErrno(EPERM)) << path;
  }
  EXPECT_EQ(text_of("secret"), "secret");
  EXPECT_EQ(text_of("inside/file"), "text");
}

TEST_F(Escape, TheTreeItselfCannotBeRemovedOrMoved) {
  for (const std::string path : {"..", ".", "dir/.."}) {
    EXPECT_FALSE(tree_->remove_directory(path).ok()) << path;
    EXPECT_FALSE(tree_->unlink(path).ok()) << path;
    EXPECT_FALSE(tree_->rename(path, *tree_, "mine").ok()) << path;
    EXPECT_FALSE(tree_->rename("dir", *tree_, path).ok()) << path;
    EXPECT_FALSE(tree_->link(path, false, *tree_, "mine").ok()) << path;
  }
  EXPECT_TRUE(std::filesystem::exists(base_ / "inside/dir"));
}

TEST_F(Escape, PathsWithNulAndEmptyOnesAreRefused) {
  const std::string nul("file\0x", 6);
  EXPECT_THAT(tree_->open(nul, O_RDONLY, 0), IsErrno(EINVAL));
  EXPECT_THAT(tree_->unlink(nul), IsErrno(EINVAL));
  EXPECT_THAT(tree_->make_symlink(nul, "new"), IsErrno(EINVAL));
  EXPECT_THAT(tree_->open("", O_RDONLY, 0), IsErrno(ENOENT));
  EXPECT_THAT(tree_->unlink(""), IsErrno(ENOENT));
  EXPECT_THAT(tree_->open(std::string(5000, 'x'), O_RDONLY, 0), IsErrno(ENAMETOOLONG));
}

// A process of another program, as far as a guest can tell: a child that does nothing.
class OtherProcess {
 public:
  OtherProcess() : pid_(::fork()) {
    if (pid_ == 0) {
      for (;;) ::pause();
    }
  }
  ~OtherProcess() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] std::string path() const { return std::to_string(pid_); }

 private:
  pid_t pid_;
};

class KernelTrees : public OwnTree {
 protected:
  // All of the host under "/", as --dir / grants it; /proc; /sys.
  void open_trees(policy::Grants more = {}) {
    kernel_ = Roots::open({.grants = policy::default_grants() | more, .directories = {{"/", "/"}}, .environment = {}})
                  .value();
    host_ = kernel_.all().at(0);
    proc_ = kernel_.all().at(1);
    sys_ = kernel_.all().at(2);
  }
  void SetUp() override {
    OwnTree::SetUp();
    open_trees();
  }

  Roots kernel_;
  std::shared_ptr<Directory> host_, proc_, sys_;
  OtherProcess other_;
};

TEST_F(KernelTrees, OrdinaryFilesOpen) {
  for (const std::string& path :
       {std::string("version"), std::string("stat"), std::string("net/dev"), std::string("mounts"),
        other_.path() + "/stat", other_.path() + "/maps", other_.path() + "/net/dev", std::string("sys/kernel/ostype"),
        std::string("."), other_.path(), other_.path() + "/task/" + other_.path() + "/comm"})
    EXPECT_THAT(proc_->open(path, O_RDONLY, 0), IsOk()) << path;
  for (const std::string path : {"kernel/btf", "class/net/lo/mtu", "fs"})
    EXPECT_THAT(sys_->open(path, O_RDONLY, 0), IsOk()) << path;
}

TEST_F(KernelTrees, WagglesOwnDirectoryIsClosed) {
  const std::string own = std::to_string(::getpid());
  for (const std::string& head : {std::string("self"), own, std::string("thread-self"), "self/task/" + own,
                                  own + "/task/" + own, other_.path() + "/../self", "./" + own}) {
    for (const char* tail : {"", "/", "/maps", "/status", "/fd", "/fd/0", "/fdinfo/0", "/cmdline", "/ns"}) {
      EXPECT_THAT(proc_->open(head + tail, O_RDONLY, 0), IsErrno(tail == std::string("/fd/0") ? ELOOP : EPERM))
          << head << tail;
      EXPECT_THAT(host_->open("proc/" + head + tail, O_RDONLY, 0),
                  IsErrno(tail == std::string("/fd/0") ? ELOOP : EPERM))
          << head << tail;
    }
    EXPECT_THAT(proc_->read_link(head + "/exe"), IsErrno(EPERM)) << head;
    EXPECT_THAT(proc_->read_link(head + "/fd/0"), IsErrno(EPERM)) << head;
    EXPECT_THAT(proc_->status_of(head + "/fd/0", false), IsErrno(EPERM)) << head;
  }
}

TEST_F(KernelTrees, OtherThreadsOfWaggleAreClosedToo) {
  std::thread thread([this] {
    const std::string tid = std::to_string(::gettid());
    EXPECT_THAT(proc_->open(tid + "/maps", O_RDONLY, 0), IsErrno(EPERM));
    EXPECT_THAT(proc_->open(tid, O_RDONLY, 0), IsErrno(EPERM));
    EXPECT_THAT(proc_->open("self/task/" + tid + "/maps", O_RDONLY, 0), IsErrno(EPERM));
  });
  thread.join();
}

TEST_F(KernelTrees, MemoryEnvironmentAndLogsAreClosed) {
  const std::string pid = other_.path();
  for (const std::string& path :
       {pid + "/mem", pid + "/environ", pid + "/task/" + pid + "/mem", pid + "/task/" + pid + "/environ",
        pid + "/./mem", pid + "/task/../environ", std::string("kmsg"), std::string("kcore")}) {
    if (::access(("/proc/" + path).c_str(), R_OK) != 0) continue;  // this kernel has no kcore
    EXPECT_THAT(proc_->open(path, O_RDONLY, 0), IsErrno(EPERM)) << path;
    EXPECT_THAT(host_->open("proc/" + path, O_RDONLY, 0), IsErrno(EPERM)) << path;
    EXPECT_THAT(host_->open("proc/" + path, O_RDWR, 0), ::testing::Not(IsOk())) << path;
  }
  ASSERT_THAT(proc_->open(pid + "/mem", O_RDONLY, 0), IsErrno(EPERM));
  ASSERT_THAT(proc_->open(pid + "/environ", O_RDONLY, 0), IsErrno(EPERM));
  const auto directory = std::dynamic_pointer_cast<Directory>(proc_->open(pid, O_RDONLY, 0).value());
  EXPECT_THAT(directory->open("environ", O_RDONLY, 0), IsErrno(EPERM));
}

TEST_F(KernelTrees, MagicLinksAreNotFollowed) {
  const std::string pid = other_.path();
  for (const std::string& path : {pid + "/root", pid + "/root/etc/passwd", pid + "/cwd", pid + "/exe", pid + "/fd/0",
                                  pid + "/ns/net", pid + "/task/" + pid + "/root/etc"}) {
    EXPECT_THAT(proc_->open(path, O_RDONLY, 0), IsErrno(ELOOP)) << path;
    EXPECT_THAT(host_->open("proc/" + path, O_RDONLY, 0), IsErrno(ELOOP)) << path;
  }
  EXPECT_THAT(proc_->read_link(pid + "/exe"), IsOk()) << "where a link leads is no secret";
}

class ProcLinks : public KernelTrees {
 protected:
  void SetUp() override {
    OwnTree::SetUp();
    open_trees(policy::Grant::proc_links);
  }
};

TEST_F(ProcLinks, NamedLinksAreFollowed) {
  const std::string pid = other_.path();
  for (const std::string& path :
       {pid + "/root", pid + "/root/", pid + "/root/etc", pid + "/root/etc/passwd", pid + "/exe", pid + "/cwd",
        pid + "/cwd/.", pid + "/ns/net", pid + "/task/" + pid + "/ns/mnt", pid + "/root/../../etc/passwd"})
    EXPECT_THAT(proc_->open(path, O_RDONLY, 0), IsOk()) << path;
  EXPECT_TRUE(S_ISLNK(proc_->status_of(pid + "/root", false)->st_mode));
  EXPECT_TRUE(S_ISDIR(proc_->status_of(pid + "/root", true)->st_mode));
}

TEST_F(ProcLinks, OthersAreNot) {
  const std::string pid = other_.path();
  EXPECT_THAT(proc_->open(pid + "/fd/0", O_RDONLY, 0), IsErrno(ELOOP));
  for (const std::string head : {"self", "thread-self"})
    EXPECT_THAT(proc_->open(head + "/root/etc/passwd", O_RDONLY, 0), IsErrno(ELOOP)) << head;
  EXPECT_THAT(proc_->open(std::to_string(::getpid()) + "/root/etc/passwd", O_RDONLY, 0), IsErrno(EPERM));
  EXPECT_THAT(proc_->open(std::to_string(::getpid()) + "/exe", O_RDONLY, 0), IsErrno(EPERM));
}

TEST_F(ProcLinks, TheyNeverLeadBackIntoProcNorToWriting) {
  const std::string root = other_.path() + "/root";
  for (const std::string tail : {"/proc/version", "/proc", "/proc/self/environ", "/proc/uptime"})
    EXPECT_THAT(proc_->open(root + tail, O_RDONLY, 0), IsErrno(EPERM)) << tail;
  EXPECT_THAT(proc_->open(root + "/tmp/new", O_WRONLY | O_CREAT, 0644), IsErrno(EROFS));
  EXPECT_THAT(proc_->open(root + "/etc/passwd", O_RDWR, 0), IsErrno(EROFS));
  const auto etc = std::dynamic_pointer_cast<Directory>(proc_->open(root, O_RDONLY, 0).value());
  EXPECT_THAT(etc->open("proc/version", O_RDONLY, 0), IsErrno(EPERM));
  EXPECT_THAT(etc->open("etc/new", O_WRONLY | O_CREAT, 0644), IsErrno(EROFS));
  EXPECT_THAT(proc_->open(other_.path() + "/cwd/../../../etc/passwd", O_RDONLY, 0), IsErrno(EPERM));
}

TEST(ParseProcLink, CutsAtTheFirstNamedLink) {
  EXPECT_EQ(parse_proc_link("12/root/etc/passwd"), (ProcLink{"12", "root", "etc/passwd"}));
  EXPECT_EQ(parse_proc_link("./12//root//etc/"), (ProcLink{"12", "root", "etc"}));
  EXPECT_EQ(parse_proc_link("12/exe"), (ProcLink{"12", "exe", ""}));
  EXPECT_EQ(parse_proc_link("12/root/"), (ProcLink{"12", "root", "."}));
  EXPECT_EQ(parse_proc_link("12/task/13/ns/net"), (ProcLink{"12/task/13/ns", "net", ""}));
  EXPECT_EQ(parse_proc_link("12/root/proc/1/root"), (ProcLink{"12", "root", "proc/1/root"}));
  for (const char* path : {"", ".", "12", "12/", "12/maps", "12/fd/0", "self/root", "net/root", "12/task/root",
                           "12/task/x/root", "12/ns", "12/ns/..", "../12/root", "root", "12/../13/root"})
    EXPECT_EQ(parse_proc_link(path), std::nullopt) << path;
}

}  // namespace
}  // namespace waggle::sys
