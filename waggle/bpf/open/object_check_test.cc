// Each object here ended or hung the process when libbpf was given it.
#include "waggle/bpf/open/object_check.hh"

#include <bpf/btf.h>
#include <elf.h>
#include <gmock/gmock.h>
#include <linux/bpf.h>
#include <sys/mman.h>

#include <cstring>
#include <filesystem>
#include <functional>

#include "waggle/base/file.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/bpf/open/elf_file.hh"
#include "waggle/bpf/raw/object.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;

using Types = CPtr<btf, btf__free>;

ByteVector elf_of(const std::string& name) { return read_file(testing::testdata(name), 1 << 24).value(); }
ByteVector globals() { return elf_of("bpf/globals.bpf.o"); }
ByteVector struct_ops() { return elf_of("attach/struct_ops.bpf.o"); }

// The T in the image for which `is` holds, which must be there, among the records of sections of this type.
template <class T>
T& find(ByteVector& elf, std::uint32_t section_type, const std::function<bool(const T&)>& is) {
  const auto file = ElfFile::parse(elf).value();
  for (const ElfSection& section : file.sections()) {
    if (section.header.sh_type != section_type) continue;
    for (std::size_t i = 0; i < section.bytes.size() / sizeof(T); ++i) {
      T& found = *reinterpret_cast<T*>(elf.data() + section.header.sh_offset + i * sizeof(T));
      if (is(found)) return found;
    }
  }
  die_of(Error(ENOENT));
}

std::size_t index_of(const ByteVector& elf, std::string_view name) {
  const auto file = ElfFile::parse(elf).value();
  return static_cast<std::size_t>(file.section(name) - file.sections().data());
}

Elf64_Shdr& header_of(ByteVector& elf, std::string_view name) {
  const std::size_t i = index_of(elf, name);
  const auto at = record_at<Elf64_Ehdr>(elf, 0).e_shoff;
  return *reinterpret_cast<Elf64_Shdr*>(elf.data() + at + i * sizeof(Elf64_Shdr));
}

// The object with its types changed; they move to the image's end.
ByteVector with_types(ByteVector elf, const std::function<void(btf*)>& change) {
  const Elf64_Shdr before = header_of(elf, ".BTF");
  const Types types(btf__new(elf.data() + before.sh_offset, static_cast<__u32>(before.sh_size)));
  change(types.get());
  __u32 length = 0;
  const auto* const raw = static_cast<const std::byte*>(btf__raw_data(types.get(), &length));
  const std::size_t end = elf.size();
  elf.insert(elf.end(), raw, raw + length);
  Elf64_Shdr& header = header_of(elf, ".BTF");
  header.sh_offset = end;
  header.sh_size = length;
  return elf;
}

btf_type& type_of(btf* types, int id) { return *const_cast<btf_type*>(btf__type_by_id(types, static_cast<__u32>(id))); }
btf_type& named(btf* types, const char* name, __u32 kind) {
  return type_of(types, btf__find_by_name_kind(types, name, kind));
}
// The structure that the only variable of struct_ops() is.
btf_type& operations(btf* types) { return named(types, "tcp_congestion_ops", BTF_KIND_STRUCT); }

Result<ObjectSpec> open(const ByteVector& elf) { return ObjectSpec::open(elf, "x.bpf.o"); }

TEST(ObjectCheck, LetsGoodObjectsPass) {
  for (const char* folder : {"bpf", "attach"})
    for (const auto& file : std::filesystem::directory_iterator(testing::testdata(folder))) {
      if (file.path().extension() != ".o") continue;
      EXPECT_THAT(check_object(read_file(file.path(), 1 << 24).value()), IsOk()) << file.path();
    }
}

TEST(ObjectCheck, LeavesToLibbpfWhatItRefusesByTheHeader) {
  ByteVector elf = globals();
  EXPECT_THAT(check_object(Bytes()), IsOk());
  elf[EI_CLASS] = std::byte{ELFCLASS32};
  EXPECT_THAT(check_object(elf), IsOk());
  EXPECT_THAT(raw::Object::open(elf, {}), IsErrno(4001));  // LIBBPF_ERRNO__FORMAT
}

TEST(ObjectCheck, SaysItWhereLibbpfWarns) {
  ByteVector elf = globals();
  header_of(elf, ".maps").sh_type = SHT_NOBITS;
  const LibbpfLog log;
  EXPECT_THAT(raw::Object::open(elf, {}), IsErrno(EINVAL));
  EXPECT_EQ(log.text(), "section '.maps' holds no data\n");
}

// libbpf looked for what only maps in sections ".struct_ops" have.
TEST(ObjectCheck, MapDeclaredAsStructOps) {
  const ByteVector elf = with_types(globals(), [](btf* types) {
    const btf_type& table = named(types, "table", BTF_KIND_VAR);
    const btf_type& definition = type_of(types, static_cast<int>(table.type));
    const btf_type& pointer = type_of(types, static_cast<int>(btf_members(&definition)[0].type));
    btf_array(&type_of(types, static_cast<int>(pointer.type)))->nelems = BPF_MAP_TYPE_STRUCT_OPS;
  });
  EXPECT_THAT(open(elf), FailsSaying("x.bpf.o: a map of type struct_ops outside of '.struct_ops'"));
  EXPECT_THAT(raw::Object::open(elf, {}), IsErrno(EINVAL));
}

// A size that is negative as an int became a pointer, as errors do, but none of those that are known for errors.
TEST(ObjectCheck, OptionOfNegativeSize) {
  for (const std::uint32_t elements : {0x3fff4000U, 0x80000000U, 2000U, 0U})
    EXPECT_THAT(open(with_types(globals(),
                                [&](btf* types) {
                                  btf_type& option = named(types, "LINUX_KERNEL_VERSION", BTF_KIND_VAR);
                                  const int number = static_cast<int>(option.type);
                                  const int array = btf__add_array(types, number, number, elements);
                                  named(types, "LINUX_KERNEL_VERSION", BTF_KIND_VAR).type = static_cast<__u32>(array);
                                })),
                FailsSaying("'LINUX_KERNEL_VERSION' in .kconfig is of a type that no option has"))
        << elements;
}

// libbpf wrote into the variable's type record, which a function's is shorter than.
TEST(ObjectCheck, OptionThatIsNoVariable) {
  EXPECT_THAT(open(with_types(globals(),
                              [](btf* types) {
                                const int function = btf__find_by_name_kind(types, "add", BTF_KIND_FUNC);
                                btf_type& section = named(types, ".kconfig", BTF_KIND_DATASEC);
                                btf_var_secinfos(&section)[0].type = static_cast<__u32>(function);
                              })),
              FailsSaying("'add' in .kconfig is no variable"));
}

// libbpf wrote an address into the half that was not there.
TEST(ObjectCheck, FunctionThatEndsWithinAnInstruction) {
  ByteVector elf = globals();
  const auto file = ElfFile::parse(elf).value();
  const Bytes code = file.section("raw_tp")->bytes;
  std::size_t first = 0;
  while (record_at<bpf_insn>(code, first).code != (BPF_LD | BPF_IMM | BPF_DW)) ++first;
  find<Elf64_Sym>(elf, SHT_SYMTAB, [](const Elf64_Sym& symbol) {
    return ELF64_ST_TYPE(symbol.st_info) == STT_FUNC;
  }).st_size = (first + 1) * sizeof(bpf_insn);
  EXPECT_THAT(open(elf), FailsSaying("function 'add' ends in the middle of an instruction"));
}

TEST(ObjectCheck, SizeOfAStructOpsThatOverflows) {
  const ByteVector big = with_types(struct_ops(), [](btf* types) { operations(types).size = 0xfffffff8; });
  EXPECT_THAT(open(big), FailsSaying("struct tcp_congestion_ops is bigger than"));
  const ByteVector far = with_types(struct_ops(), [](btf* types) {
    for (__u32 id = 1; id < btf__type_cnt(types); ++id)
      if (btf_type& type = type_of(types, static_cast<int>(id)); btf_is_datasec(&type))
        btf_var_secinfos(&type)[0].offset = 0xffffff00;
  });
  EXPECT_THAT(open(far), FailsSaying("is not inside section"));
}

TEST(ObjectCheck, MemberOfAStructOpsOutsideOfIt) {
  EXPECT_THAT(open(with_types(struct_ops(), [](btf* types) { operations(types).size -= 4; })),
              FailsSaying("of struct tcp_congestion_ops is not inside it"));
}

// libbpf called itself without end.
TEST(ObjectCheck, StructureInItself) {
  EXPECT_THAT(open(with_types(globals(),
                              [](btf* types) {
                                const int id = btf__add_struct(types, "s", 8);
                                btf__add_field(types, "s", id, 0, 0);
                              })),
              FailsSaying("(s) contains itself"));
}

// libbpf went around for ever.
TEST(ObjectCheck, TypedefsInACircle) {
  EXPECT_THAT(open(with_types(globals(),
                              [](btf* types) {
                                const int first = btf__add_typedef(types, "a", 1);
                                const int second = btf__add_typedef(types, "b", first);
                                type_of(types, first).type = static_cast<__u32>(second);
                                named(types, "table", BTF_KIND_VAR).type = static_cast<__u32>(second);
                              })),
              FailsSaying("(b) contains itself"));
}

TEST(ObjectCheck, WhatIsOutsideOfItsSection) {
  ByteVector elf = globals();
  find<Elf64_Rel>(elf, SHT_REL, [](const Elf64_Rel&) { return true; }).r_offset = ~0ULL - 3;
  EXPECT_THAT(open(elf), FailsSaying("relocation 0 of '.relraw_tp' is not inside 'raw_tp'"));
  elf = globals();
  find<Elf64_Sym>(elf, SHT_SYMTAB, [](const Elf64_Sym& symbol) {
    return ELF64_ST_TYPE(symbol.st_info) == STT_FUNC;
  }).st_value = ~0ULL - 7;
  EXPECT_THAT(open(elf), FailsSaying("symbol 'add' is not inside its section"));
  elf = struct_ops();
  auto& variable = find<Elf64_Sym>(elf, SHT_SYMTAB, [](const Elf64_Sym& symbol) {
    return ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT && symbol.st_value == 0;
  });
  variable.st_shndx = SHN_ABS;
  variable.st_value = 0xffffffe0;
  EXPECT_THAT(open(elf), FailsSaying("is not inside its section"));
  elf = globals();
  header_of(elf, ".bss").sh_size = std::uint64_t{1} << 33;
  EXPECT_THAT(open(elf), FailsSaying("section '.bss' is bigger than"));
}

TEST(ObjectCheck, WhatMayBeThereOnlyOnce) {
  ByteVector elf = globals();
  header_of(elf, ".data").sh_name = header_of(elf, ".maps").sh_name;
  EXPECT_THAT(open(elf), FailsSaying("two sections '.maps'"));
  elf = globals();
  header_of(elf, ".data").sh_type = SHT_SYMTAB;
  EXPECT_THAT(open(elf), FailsSaying("two tables of symbols"));
}

TEST(ObjectCheck, KernelTypesInACircle) {
  const Types types(btf__new_empty());
  btf__add_typedef(types.get(), "a", 1);
  __u32 size = 0;
  const void* const raw = btf__raw_data(types.get(), &size);
  const UniqueFd file(::memfd_create("kernel.btf", MFD_CLOEXEC));
  ASSERT_THAT(write_all(file.get(), Bytes(static_cast<const std::byte*>(raw), size)), IsOk());
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  EXPECT_THAT(ObjectSpec::open(globals(), "x.bpf.o", {.kernel_btf = path}), FailsSaying("(a) contains itself"));
  EXPECT_THAT(ObjectSpec::open(globals(), "x.bpf.o", {.kernel_btf = "/no/such"}), IsErrno(ENOENT));
}

}  // namespace
}  // namespace waggle::bpf
