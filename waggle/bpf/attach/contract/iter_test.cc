// Iterators: attaching runs them once, and their text is the effect.
#include <fmt/format.h>
#include <sys/stat.h>

#include "waggle/bpf/attach/contract/link_contract.hh"

namespace waggle::bpf {
namespace {

using ::testing::AllOf;
using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsOk;

class KernelIter : public testing::KernelTest {
 protected:
  // Attaches `program` to `target` (nullopt: as the section says) and returns what it wrote.
  Result<std::string> text_of(const std::string& program, const std::optional<std::string>& target) {
    const testing::FdLedger before = testing::open_fds();
    std::string text;
    const auto append = [&text](std::string_view piece) { text += piece; };
    {
      const Program view = loaded_->program(program);
      Result<Link> link = Error(EINVAL);
      if (target) {
        WAGGLE_TRY(const Target parsed, Target::parse(AttachKind::iter, *target));
        link = attach(loaded_->object(), view, parsed, append);
      } else {
        link = attach(loaded_->object(), view, append);
      }
      if (!link.ok()) return std::move(link).error();
    }
    EXPECT_EQ(testing::open_fds(), before);
    return text;
  }
  void load(const std::string& program) {
    auto loaded = LoadedPrograms::load("iter.bpf.o", {program});
    ASSERT_THAT(loaded, IsOk());
    loaded_.emplace(std::move(loaded).value());
  }
  std::optional<LoadedPrograms> loaded_;
};

TEST_F(KernelIter, AutoAttachWritesEveryTask) {
  ASSERT_NO_FATAL_FAILURE(load("each_task"));
  const auto text = text_of("each_task", std::nullopt);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text,
              AllOf(HasSubstr(fmt::format("task {}\n", ::getpid())), HasSubstr(fmt::format("task {}\n", ::getppid()))));
}

TEST_F(KernelIter, PidChoosesOneProcess) {
  ASSERT_NO_FATAL_FAILURE(load("each_task"));
  const auto text = text_of("each_task", fmt::format("pid={}", ::getpid()));
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*text, fmt::format("task {}\n", ::getpid()));
}

TEST_F(KernelIter, MapGivesItsElements) {
  ASSERT_NO_FATAL_FAILURE(load("each_element"));
  const bpf_map* const map = bpf_object__find_map_by_name(loaded_->object().raw(), "elements");
  const std::uint32_t key = 3;
  const std::uint64_t value = 5;
  ASSERT_EQ(bpf_map_update_elem(bpf_map__fd(map), &key, &value, BPF_ANY), 0);
  const auto text = text_of("each_element", "map=elements");
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*text, "3=5\n");
  EXPECT_THAT(text_of("each_element", std::nullopt), FailsSaying("needs a parameter"));
  EXPECT_THAT(text_of("each_element", "map=nothing"), FailsSaying("no map 'nothing'"));
}

TEST_F(KernelIter, CgroupIsWalked) {
  ASSERT_NO_FATAL_FAILURE(load("each_cgroup"));
  auto cgroup = testing::OwnCgroup::enter();
  ASSERT_THAT(cgroup, IsOk());
  struct stat status{};
  ASSERT_EQ(::stat(cgroup->path().c_str(), &status), 0);
  const std::string own = fmt::format("cgroup {}\n", status.st_ino);
  EXPECT_EQ(text_of("each_cgroup", "cgroup=" + cgroup->path()).value(), own);
  EXPECT_EQ(text_of("each_cgroup", "cgroup=" + cgroup->path() + ",order=self").value(), own);
  EXPECT_THAT(text_of("each_cgroup", "cgroup=" + cgroup->path() + ",order=up").value(), ::testing::StartsWith(own));
  EXPECT_THAT(text_of("each_cgroup", "cgroup=/tmp"), FailsSaying("cgroup2"));
}

}  // namespace
}  // namespace waggle::bpf
