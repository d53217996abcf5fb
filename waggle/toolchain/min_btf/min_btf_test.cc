#include "waggle/toolchain/min_btf/min_btf.hh"

#include <gtest/gtest.h>
#include <unistd.h>

#include <tuple>

#include "waggle/base/defer.hh"
#include "waggle/base/file.hh"
#include "waggle/bpf/code.hh"
#include "waggle/btf/types.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/inspect/inspect.hh"
#include "waggle/toolchain/object_types.hh"

namespace waggle::toolchain {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

constexpr const char* kKernelTypes = "/sys/kernel/btf/vmlinux";

std::string object_path(const std::string& name) { return testing::testdata("toolchain/" + name + ".bpf.o"); }

// A file that is gone when this is.
struct ScratchFile {
  explicit ScratchFile(Bytes bytes) {
    const int fd = ::mkstemp(path.data());
    EXPECT_GE(fd, 0);
    EXPECT_THAT(write_all(fd, bytes), IsOk());
    ::close(fd);
  }
  ~ScratchFile() { ::unlink(path.c_str()); }
  std::string path = "/tmp/waggle-min-btf.XXXXXX";
};

Result<ByteVector> minimal(const std::string& object, const std::string& kernel) {
  WAGGLE_TRY(ByteVector elf, read_file(object_path(object), 1 << 24));
  WAGGLE_TRY(const ByteVector types, read_types(kernel));
  const ObjectFile file{object, std::move(elf)};
  return write_min_btf({&file, 1}, types);
}

Result<ObjectReport> report_of(const std::string& object, const std::string& kernel) {
  WAGGLE_TRY(const ByteVector elf, read_file(object_path(object), 1 << 24));
  return inspect_object(elf, {.name = object, .kernel = kernel});
}

void expect_same_answers(const std::string& object, const std::string& kernel) {
  const auto btf = minimal(object, kernel);
  ASSERT_THAT(btf, IsOk());
  const ScratchFile file(*btf);
  const auto all = report_of(object, kernel);
  const auto some = report_of(object, file.path);
  ASSERT_THAT(all, IsOk());
  ASSERT_THAT(some, IsOk());
  ASSERT_EQ(all->relocations.size(), some->relocations.size());
  ASSERT_FALSE(all->relocations.empty());
  for (std::size_t i = 0; i < all->relocations.size(); ++i) {
    const RelocationReport& expected = all->relocations[i];
    EXPECT_EQ(expected.answer->verdict, some->relocations[i].answer->verdict) << expected.target;
    if (expected.kind != btf::CoreKind::target_type_id) {
      EXPECT_EQ(expected.answer->value, some->relocations[i].answer->value) << expected.target;
    }
  }
}

TEST(MinBtf, AnswersAsTheWholeDoes) { expect_same_answers("relocations", object_path("kernel_types")); }

TEST(MinBtf, HasOnlyWhatIsAskedFor) {
  const auto btf = minimal("relocations", object_path("kernel_types"));
  ASSERT_THAT(btf, IsOk());
  const auto types = btf::Types::parse(*btf);
  ASSERT_THAT(types, IsOk());
  EXPECT_TRUE(types->find("struct task"));
  EXPECT_FALSE(types->find("struct never_asked_for"));
  const auto whole = read_types(object_path("kernel_types"));
  ASSERT_THAT(whole, IsOk());
  EXPECT_LT(btf->size(), whole->size());
}

TEST(MinBtf, OfAnObjectThatAsksNothingIsEmpty) {
  const auto btf = minimal("bare", object_path("kernel_types"));
  ASSERT_THAT(btf, IsOk());
  const auto types = btf::Types::parse(*btf);
  ASSERT_THAT(types, IsOk());
  EXPECT_TRUE(types->structures().empty());
}

TEST(MinBtf, NamesTheObjectThatIsNone) {
  const ObjectFile file{"x.o", ByteVector(100)};
  const auto types = read_types(object_path("kernel_types"));
  ASSERT_THAT(types, IsOk());
  EXPECT_THAT(write_min_btf({&file, 1}, *types), FailsSaying("x.o"));
  EXPECT_THAT(write_min_btf({}, as_bytes("no BTF")), IsErrno(EINVAL));
}

using Words = std::vector<std::tuple<int, int, int, int, int>>;

// The instructions of a loaded program, relocated.
Result<Words> load(const std::string& object, const std::string& kernel) {
  WAGGLE_TRY(const ByteVector elf, read_file(object_path(object), 1 << 24));
  WAGGLE_TRY(bpf::ObjectSpec spec, bpf::ObjectSpec::open(elf, object, {.kernel_btf = kernel}));
  WAGGLE_TRY(const bpf::Object loaded, bpf::Object::load(std::move(spec)));
  WAGGLE_TRY(const bpf::Code code, bpf::code_of(loaded, loaded.programs().front()));
  Words words;
  for (const bpf::Instruction& at : code.instructions)
    words.emplace_back(at.code, at.destination, at.source, at.offset, at.immediate);
  return words;
}

class KernelMinBtf : public testing::KernelTest {};

TEST_F(KernelMinBtf, MakesLibbpfRelocateAsTheKernelsOwnDoes) {
  if (::access(kKernelTypes, R_OK) != 0) GTEST_SKIP() << "the kernel has no BTF";
  expect_same_answers("tasks", kKernelTypes);
  const auto btf = minimal("tasks", kKernelTypes);
  ASSERT_THAT(btf, IsOk());
  EXPECT_LT(btf->size(), 4096U);  // of megabytes
  const ScratchFile file(*btf);
  const auto with_all = load("tasks", kKernelTypes);
  const auto with_some = load("tasks", file.path);
  ASSERT_THAT(with_all, IsOk());
  ASSERT_THAT(with_some, IsOk());
  EXPECT_EQ(*with_all, *with_some);
}

}  // namespace
}  // namespace waggle::toolchain
