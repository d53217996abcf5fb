#include "waggle/bpf/object.hh"

#include <gmock/gmock.h>
#include <linux/capability.h>
#include <linux/elf.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <thread>
#include <vector>

#include "waggle/bpf/feature_probes.hh"
#include "waggle/bpf/load_error.hh"
#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/testing/test_object.hh"

namespace waggle::bpf {
namespace {

using ::testing::ElementsAre;
using testing::FailsSaying;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsErrno;
using testing::IsOk;
using testing::load_object;
using ::testing::Not;
using testing::open_object;

ByteVector elf_of(const std::string& name) { return read_file(testing::testdata(name), 1 << 24).value(); }

// Opening is pure: no privilege, no kernel.

TEST(ObjectSpec, ShowsProgramsAndMaps) {
  const auto spec = open_object("bpf/globals.bpf.o");
  ASSERT_THAT(spec, IsOk());
  std::vector<std::string> programs;
  for (const Program program : spec->programs()) programs.emplace_back(program.name());
  EXPECT_THAT(programs, ElementsAre("add"));
  EXPECT_EQ(spec->programs()[0].section(), "raw_tp");
  EXPECT_LT(spec->programs()[0].fd(), 0);
  std::vector<std::string> maps;
  for (const MapSpec map : spec->maps()) maps.emplace_back(map.name());
  EXPECT_THAT(maps, ::testing::UnorderedElementsAre("table", "globals.bss", "globals.data", "globals.rodata",
                                                    "globals.kconfig", ".data.special"));
}

TEST(ObjectSpec, NeedsTheImageOnlyWhileOpening) {
  ByteVector elf = elf_of("bpf/globals.bpf.o");
  const auto spec = ObjectSpec::open(elf, "globals.bpf.o");
  std::ranges::fill(elf, std::byte{0});
  ASSERT_THAT(spec, IsOk());
  EXPECT_EQ(spec->programs()[0].name(), "add");
}

TEST(ObjectSpec, NamesWhatPins) {
  EXPECT_THAT(open_object("bpf/pinned.bpf.o")->pins_by_name(), ElementsAre("waggle_pinned"));
  EXPECT_THAT(open_object("bpf/globals.bpf.o")->pins_by_name(), IsEmpty());
}

TEST(ObjectSpec, SaysWhatIsNoObject) {
  const ByteVector good = elf_of("bpf/globals.bpf.o");
  const auto changed = [&](std::size_t offset, unsigned char value) {
    ByteVector elf = good;
    elf[offset] = std::byte{value};
    return ObjectSpec::open(elf, "x.bpf.o");
  };
  EXPECT_THAT(ObjectSpec::open({}, "x.bpf.o"), FailsSaying("x.bpf.o: the file is empty"));
  EXPECT_THAT(ObjectSpec::open(as_bytes("\x7f"), "x"), FailsSaying("not an ELF file"));
  EXPECT_THAT(ObjectSpec::open(as_bytes("#!/bin/sh\n"), "x"), FailsSaying("not an ELF file"));
  EXPECT_THAT(ObjectSpec::open(Bytes(good).first(20), "x"), FailsSaying("ends inside its header"));
  EXPECT_THAT(changed(EI_CLASS, ELFCLASS32), FailsSaying("32-bit"));
  EXPECT_THAT(changed(EI_DATA, ELFDATA2MSB), FailsSaying("byte order"));
  EXPECT_THAT(changed(18, 62), FailsSaying("machine 62"));
  EXPECT_THAT(changed(16, ET_EXEC), FailsSaying("relocatable"));
  EXPECT_THAT(changed(16, ET_EXEC), IsErrno(ENOEXEC));
}

TEST(ObjectSpec, SurvivesEveryTruncation) {
  const ByteVector good = elf_of("bpf/globals.bpf.o");
  for (std::size_t size = 0; size < good.size(); size += 7) {
    const ByteVector cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));  // exact, for the sanitizer
    EXPECT_FALSE(ObjectSpec::open(cut, "cut.bpf.o").ok()) << size;
  }
}

TEST(ObjectSpec, LibbpfSaysNothingOnStderr) {
  ByteVector elf = elf_of("bpf/globals.bpf.o");
  Elf64_Ehdr header;
  std::memcpy(&header, elf.data(), sizeof header);
  auto* const sections = reinterpret_cast<Elf64_Shdr*>(elf.data() + header.e_shoff);
  for (Elf64_Shdr& section : std::span(sections, header.e_shnum))
    if (section.sh_type == SHT_SYMTAB) section.sh_type = SHT_PROGBITS;
  ::testing::internal::CaptureStderr();
  const auto spec = ObjectSpec::open(elf, "stripped.bpf.o");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), IsEmpty());
  ASSERT_THAT(spec, Not(IsOk()));
  EXPECT_THAT(spec.error().message(), HasSubstr("stripped.bpf.o: elf"));
}

class ObjectKernel : public testing::KernelTest {};

std::uint64_t first_word(const Map& map) {
  const std::uint32_t key = 0;
  ByteVector value(map.value_bytes());
  EXPECT_THAT(map.lookup(std::as_bytes(std::span(&key, 1)), value), IsOk());
  std::uint64_t word = 0;
  std::memcpy(&word, value.data(), sizeof word);
  return word;
}

TEST_F(ObjectKernel, LoadsRunsAndShowsItsGlobals) {
  auto object = load_object("bpf/globals.bpf.o");
  ASSERT_THAT(object, IsOk());
  EXPECT_EQ(object->program("add")->run().value(), KernelVersion::running().major);
  EXPECT_EQ(first_word(*object->map(".bss")), 58U);
  for (const char* name : {"globals.bss", "anything.bss"}) EXPECT_EQ(object->map(name), object->map(".bss")) << name;
  EXPECT_EQ(first_word(*object->map(".data")), 7U);
  EXPECT_EQ(first_word(*object->map(".rodata")), 42U);
  EXPECT_EQ(first_word(*object->map(".data.special")), 9U);
  EXPECT_NE(object->map(".kconfig"), nullptr);
  EXPECT_NE(object->map("table"), nullptr);
  EXPECT_EQ(object->map("tabl"), nullptr);
  EXPECT_EQ(object->program("ad"), std::nullopt);
}

TEST_F(ObjectKernel, InitialValuesCanBeChangedBeforeLoad) {
  auto spec = open_object("bpf/globals.bpf.o");
  ASSERT_THAT(spec, IsOk());
  for (const MapSpec map : spec->maps()) {
    const std::uint64_t value = 100;
    if (map.name() == "globals.rodata") std::memcpy(map.initial_value().data(), &value, sizeof value);
  }
  auto object = Object::load(std::move(spec).value());
  ASSERT_THAT(object, IsOk());
  ASSERT_THAT(object->program("add")->run(), IsOk());
  EXPECT_EQ(first_word(*object->map(".bss")), 116U);
}

TEST_F(ObjectKernel, RodataIsReadOnlyMemoryAndBssIsNot) {
  auto object = load_object("bpf/globals.bpf.o");
  ASSERT_THAT(object, IsOk());
  EXPECT_EQ(object->map(".rodata")->mapping()->protection, Protection::read);
  EXPECT_EQ(object->map(".bss")->mapping()->protection, Protection::read_write);
}

TEST_F(ObjectKernel, LeavesNoDescriptor) {
  ASSERT_THAT(load_object("bpf/globals.bpf.o"), IsOk());  // libbpf keeps what it learns about the kernel
  const auto before = testing::open_fds();
  ASSERT_THAT(load_object("bpf/globals.bpf.o"), IsOk());
  EXPECT_FALSE(load_object("bpf/refused.bpf.o").ok());
  EXPECT_FALSE(load_object("bpf/pinned.bpf.o").ok());
  EXPECT_EQ(testing::open_fds(), before);
}

TEST_F(ObjectKernel, DropsItsLinksLastFirst) {
  struct Recorder final : Link::Attachment {
    Recorder(std::vector<int>& log, int number) : log_(log), number_(number) {}
    ~Recorder() override { log_.push_back(number_); }
    std::vector<int>& log_;
    int number_;
  };
  std::vector<int> dropped;
  {
    auto object = load_object("bpf/globals.bpf.o");
    ASSERT_THAT(object, IsOk());
    for (const int number : {1, 2, 3}) object->own(Link(std::make_unique<Recorder>(dropped, number)));
    EXPECT_THAT(dropped, IsEmpty());
  }
  EXPECT_THAT(dropped, ElementsAre(3, 2, 1));
}

TEST_F(ObjectKernel, ARefusedProgramShowsTheVerifiersLog) {
  ::testing::internal::CaptureStderr();
  const auto object = load_object("bpf/refused.bpf.o");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), IsEmpty());
  ASSERT_THAT(object, IsErrno(EACCES));
  const auto* const detail = object.error().detail<VerifierError>();
  ASSERT_NE(detail, nullptr);
  EXPECT_EQ(detail->program, "careless");
  EXPECT_THAT(detail->summary, HasSubstr("map_value_or_null"));
  EXPECT_THAT(detail->log, HasSubstr("processed ")) << "the whole log";
  EXPECT_THAT(object.error().message(), HasSubstr("bpf/refused.bpf.o: the verifier refused program 'careless': R0 "));
}

TEST_F(ObjectKernel, AStepBeforeTheVerifierIsToldInLibbpfsWords) {
  const auto object = load_object("bpf/unresolved.bpf.o");
  ASSERT_FALSE(object.ok());
  ASSERT_NE(object.error().detail<LoadError>(), nullptr);
  EXPECT_THAT(object.error().message(), HasSubstr("waggle_no_such_symbol"));
}

TEST_F(ObjectKernel, AKernelWithoutTrampolinesSaysSo) {
  if (probe::trampoline({}).yes) GTEST_SKIP() << "this kernel has trampolines";
  const auto object = load_object("bpf/trampoline.bpf.o");
  ASSERT_THAT(object, IsErrno(EPERM));
  EXPECT_THAT(object.error().message(),
              HasSubstr("program 'enters': this kernel refuses programs that attach through"));
}

TEST_F(ObjectKernel, PinningWithoutTheGrantIsRefused) {
  const auto object = load_object("bpf/pinned.bpf.o");
  EXPECT_THAT(object, IsErrno(EPERM));
  EXPECT_THAT(object, FailsSaying("pins maps by name (waggle_pinned)"));
}

// Runs `body` on a thread with mounts of its own, which go with the thread.
template <class Body>
void with_own_mounts(Body body) {
  std::thread([&] {
    ASSERT_EQ(::unshare(CLONE_NEWNS), 0);
    ASSERT_EQ(::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr), 0);
    while (::umount2("/sys/fs/bpf", MNT_DETACH) == 0) continue;
    body();
  }).join();
}

TEST_F(ObjectKernel, PinningWithoutBpffsNamesTheMountCommand) {
  with_own_mounts([] {
    const auto object = load_object("bpf/pinned.bpf.o", {.allow_pins = true});
    EXPECT_THAT(object, IsErrno(ENOENT));
    EXPECT_THAT(object, FailsSaying("mount -t bpf bpf /sys/fs/bpf"));
  });
}

TEST_F(ObjectKernel, PinsByNameAreFoundAgain) {
  with_own_mounts([] {
    ASSERT_EQ(::mount("bpf", "/sys/fs/bpf", "bpf", 0, nullptr), 0);
    std::uint32_t id = 0;
    {
      auto object = load_object("bpf/pinned.bpf.o", {.allow_pins = true});
      ASSERT_THAT(object, IsOk());
      id = object->map("waggle_pinned")->info().id;
    }
    EXPECT_EQ(::access("/sys/fs/bpf/waggle_pinned", F_OK), 0);
    auto again = load_object("bpf/pinned.bpf.o", {.allow_pins = true});
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->map("waggle_pinned")->info().id, id);
  });
}

TEST_F(ObjectKernel, WithoutCapabilitiesTheMissingOnesAreNamed) {
  // Capabilities are the thread's own: only this one loses them.
  std::thread([] {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    ASSERT_EQ(::syscall(SYS_capset, &header, none), 0);
    const auto object = load_object("bpf/globals.bpf.o");
    EXPECT_THAT(object, IsErrno(EPERM));
    EXPECT_THAT(object, FailsSaying("the process lacks CAP_BPF"));
  }).join();
}

}  // namespace
}  // namespace waggle::bpf
