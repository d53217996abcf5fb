// The contract of every attach kind: attach, cause the effect, see it; detach, cause it again, see
// nothing; and no descriptor is left. Test programs count their runs in `test` (testdata/count.h).
#pragma once

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "waggle/base/file.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/bpf/object.hh"
#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {

inline void ignore_text(std::string_view) {}

// A test object in the kernel, with only some of its programs.
class LoadedPrograms {
 public:
  // `file` is an object of attach/testdata; `prepare` may change it before it is loaded.
  static Result<LoadedPrograms> load(const std::string& file, const std::vector<std::string>& programs,
                                     const std::function<void(bpf_object*)>& prepare = {}) {
    const std::string path = testing::testdata("attach/" + file);
    WAGGLE_TRY(const ByteVector elf, read_file(path, 1 << 24).context(path));
    WAGGLE_TRY(ObjectSpec spec, ObjectSpec::open(elf, file));
    for (const Program& program : spec.programs()) {
      const bool wanted = std::find(programs.begin(), programs.end(), program.name()) != programs.end();
      bpf_program__set_autoload(program.raw(), wanted);
    }
    if (prepare) prepare(spec.raw());
    WAGGLE_TRY(Object object, Object::load(std::move(spec)));
    LoadedPrograms loaded(std::move(object));
    loaded.shared_->tgid = static_cast<std::uint32_t>(::getpid());
    loaded.shared_->number = SYS_getppid;
    return loaded;
  }

  Object& object() { return object_; }
  [[nodiscard]] Program program(const std::string& name) const { return object_.program(name).value(); }
  [[nodiscard]] std::uint64_t hits() const { return std::atomic_ref(shared_->hits).load(); }

  // Attaches to `target`, or as the section says.
  Result<Link> attach(const std::string& name, const std::optional<std::string>& target) {
    if (!target) return bpf::attach(object_, program(name), ignore_text);
    WAGGLE_TRY(const AttachKind kind, attach_kind(program(name)));
    WAGGLE_TRY(const Target parsed, Target::parse(kind, *target));
    return bpf::attach(object_, program(name), parsed, ignore_text);
  }

 private:
  struct Shared {  // `test` of testdata/count.h
    std::uint64_t hits;
    std::uint32_t tgid;
    std::uint32_t number;
  };
  explicit LoadedPrograms(Object object) : object_(std::move(object)) {
    std::size_t size = 0;
    bpf_map* const map = bpf_object__find_map_by_name(object_.raw(), ".data.test");
    shared_ = static_cast<Shared*>(bpf_map__initial_value(map, &size));
  }
  Object object_;
  Shared* shared_;
};

// The contract itself, on a loaded program. `cause` makes the effect and waits for its end.
// Returns the error of the attach where it failed with the errno `absent`, which says that this
// kernel does not have the kind; any other failure fails the test.
inline std::optional<Error> keeps_contract(LoadedPrograms& loaded, const std::string& program,
                                           const std::optional<std::string>& target, const std::function<void()>& cause,
                                           int absent = 0) {
  const testing::FdLedger before = testing::open_fds();
  {
    Result<Link> link = loaded.attach(program, target);
    if (!link.ok() && absent != 0 && link.error().code() == absent) return std::move(link).error();
    EXPECT_THAT(link, testing::IsOk());
    if (!link.ok()) return std::nullopt;
    const std::uint64_t attached = loaded.hits();
    cause();
    EXPECT_GT(loaded.hits(), attached) << "attached, but the program did not run";
  }
  const std::uint64_t detached = loaded.hits();
  cause();
  EXPECT_EQ(loaded.hits(), detached) << "detached, but the program ran";
  EXPECT_EQ(testing::open_fds(), before);
  return std::nullopt;
}

// One row of a table of contracts.
struct LinkCase {
  std::string test;  // the test's name
  std::string file;
  std::string program;
  std::optional<std::string> target;  // nullopt: as the section says
  std::function<void()> cause;
  int absent = 0;  // the errno of a kernel without this kind; 0: every kernel has it
};
inline void PrintTo(const LinkCase& row, std::ostream* out) { *out << row.program; }
inline std::string case_name(const ::testing::TestParamInfo<LinkCase>& info) { return info.param.test; }

class KernelLink : public testing::KernelTest, public ::testing::WithParamInterface<LinkCase> {
 protected:
  // Loads and checks the row, or skips it with the kernel's reason.
  void check_contract() {
    const LinkCase& row = GetParam();
    auto loaded = LoadedPrograms::load(row.file, {row.program});
    if (!loaded.ok() && row.absent != 0 && loaded.error().code() == row.absent)
      GTEST_SKIP() << loaded.error().message();
    ASSERT_THAT(loaded, testing::IsOk());
    const std::optional<Error> refused = keeps_contract(*loaded, row.program, row.target, row.cause, row.absent);
    if (refused) GTEST_SKIP() << refused->message();
  }
};

}  // namespace waggle::bpf
