#include "waggle/package/package.hh"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <zlib.h>

#include "waggle/base/file.hh"
#include "waggle/package/base64.hh"
#include "waggle/package/tar.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::package {
namespace {

using ::testing::ElementsAre;
using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

std::string encode_base64(Bytes bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + j]) : 0);
    for (std::size_t j = 0; j < 4; ++j) text += i + j <= bytes.size() ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

ByteVector deflate(std::string_view text) {
  uLongf size = ::compressBound(text.size());
  ByteVector out(size);
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
  out.resize(size);
  return out;
}

std::string object_of(std::string_view text) { return encode_base64(deflate(text)); }

Result<Package> open_text(std::string_view text) { return open(as_bytes(text), "dir/thing.json"); }

// What the packages of these tests carry; nothing here looks into it.
constexpr std::string_view kObject = "the object";

std::string today(std::string_view meta) {
  return fmt::format(R"({{"bpf_object": "{}", "bpf_object_size": {}, "meta": {}}})", object_of(kObject), kObject.size(),
                     meta);
}

TEST(Package, AnObjectFileIsAPackageThatSaysNothing) {
  const auto package = open(as_bytes("\x7f"
                                     "ELF..."),
                            "dir/thing.bpf.o");
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->format, Format::object);
  EXPECT_EQ(package->name, "thing");
  EXPECT_EQ(package->object.size(), 7U);
}

TEST(Package, TodaysJson) {
  const auto package = open_text(today(R"({
    "bpf_skel": {
      "obj_name": "thing_bpf",
      "doc": {"version": "1.2", "brief": "Does things."},
      "data_sections": [{"name": ".rodata", "variables": [
        {"name": "min_ns", "type": "unsigned long long", "value": 50, "description": "shortest",
         "cmdarg": {"default": 7, "long": "minimum", "short": "m", "help": "in ns"}, "other": 1},
        {"name": "comm", "type": "char[16]", "value": "sshd"}]}],
      "maps": [{"name": "rb", "ident": "rb", "export_config": {"btf_type_id": 12}},
               {"name": "hists", "ident": "hists", "mmaped": false,
                "sample": {"interval": 500, "type": "log2_hist", "unit": "usecs", "clear_map": true}},
               {"name": "own", "ident": "own", "export_config": {"custom_members": [
                  {"name": "a", "offset": 4, "btf_type_id": 3}]}}],
      "progs": [{"name": "p", "attach": "tp/x/y", "link": true},
                {"name": "t", "attach": "tc", "link": true, "tchook": {"ifindex": 3, "attach_point": "BPF_TC_EGRESS"},
                 "tcopts": {"handle": 1, "priority": 9}},
                {"name": "x", "attach": "xdp", "link": false, "ifindex": 2}]
    },
    "perf_buffer_pages": 8,
    "export_types": [{"name": "event", "size": 24, "type_id": 5, "members": []}]})"));
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->format, Format::json);
  EXPECT_EQ(package->name, "thing");
  EXPECT_EQ(package->version, "1.2");
  EXPECT_EQ(package->description, "Does things.");
  EXPECT_EQ(as_text(package->object), kObject);
  EXPECT_EQ(package->perf_pages, 8U);
  ASSERT_EQ(package->variables.size(), 2U);
  EXPECT_EQ(package->variables[0].long_option, "minimum");
  EXPECT_EQ(package->variables[0].short_option, "m");
  EXPECT_EQ(package->variables[0].fallback, "7");
  EXPECT_EQ(package->variables[0].value, "50");
  EXPECT_EQ(package->variables[1].value, "sshd");
  EXPECT_EQ(package->map("rb")->type, 12U);
  const Sample& sample = package->map("hists")->sample.value();
  EXPECT_EQ(sample.interval, std::chrono::milliseconds(500));
  EXPECT_EQ(sample.kind, SampleKind::log2_histogram);
  EXPECT_EQ(sample.unit, "usecs");
  EXPECT_TRUE(sample.clear);
  ASSERT_EQ(package->map("own")->members.size(), 1U);
  EXPECT_EQ(package->map("own")->members[0].offset, 4U);
  EXPECT_TRUE(package->program("p")->attached);
  EXPECT_EQ(package->program("t")->hook->interface, 3U);
  EXPECT_TRUE(package->program("t")->hook->egress);
  EXPECT_EQ(package->program("t")->hook->priority, 9);
  EXPECT_FALSE(package->program("x")->attached);
  EXPECT_EQ(package->program("x")->interface, 2U);
  ASSERT_EQ(package->export_types.size(), 1U);
  EXPECT_EQ(package->export_types[0].size, 24U);
}

TEST(Package, MapsAndProgramsMayBeMissingOrNull) {
  EXPECT_THAT(open_text(today(R"({"bpf_skel": {"obj_name": "x", "data_sections": [], "maps": null}})")), IsOk());
}

TEST(Package, TheGenerationBetweenHasNoSizeAndItsTypesInAnObject) {
  const auto package = open_text(fmt::format(
      R"({{"bpf_object": "{}", "meta": {{"bpf_skel": {{"obj_name": "x", "data_sections": [], "maps": [],
          "progs": [{{"name": "p", "link": true}}]}},
          "export_types": {{"export_btf": "", "structs": [{{"id": 4, "name": "event"}}]}}}}}})",
      object_of(kObject)));
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(as_text(package->object), kObject);
  ASSERT_EQ(package->export_types.size(), 1U);
  EXPECT_EQ(package->export_types[0].name, "event");
}

TEST(Package, TheFirstGenerationDescribesEventsMemberByMember) {
  const auto package = open_text(fmt::format(R"({{
    "name": "old", "version": "0.1.0", "description": "An old one.", "data_sz": {}, "data": "{}\n",
    "maps": [{{"name": "rb", "type": "BPF_MAP_TYPE_RINGBUF", "export_data_types": {{
      "Fields": [{{"Name": "pid", "Type": "int", "LLVMType": "i32", "FieldOffset": 0}},
                 {{"Name": "duration", "Type": "unsigned long long", "LLVMType": "i64", "FieldOffset": 64}},
                 {{"Name": "comm", "Type": "char [16]", "LLVMType": "[16 x i8]", "FieldOffset": 128}},
                 {{"Name": "flag", "Type": "bool", "LLVMType": "i8", "FieldOffset": 256}},
                 {{"Name": "odd", "Type": "struct odd", "LLVMType": "%struct.odd", "FieldOffset": 264}}],
      "Struct Name": "event", "Size": 320, "DataSize": 320, "Alignment": 64}}}},
     {{"name": "client_b.rodata", "type": "BPF_MAP_TYPE_UNSPEC", "sec_data": [{{"name": "target", "type": "int", "size": 4}}]}}],
    "progs": [{{"name": "p"}}], "runtime_args": {{"target": 1234}}}})",
                                             kObject.size(), encode_base64(as_bytes(kObject))));
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->format, Format::json_2022);
  EXPECT_EQ(package->name, "old");
  EXPECT_EQ(as_text(package->object), kObject);
  ASSERT_EQ(package->variables.size(), 1U);
  EXPECT_EQ(package->variables[0].value, "1234");
  const event::TypePtr layout = package->map("rb")->layout;
  ASSERT_NE(layout, nullptr);
  EXPECT_EQ(layout->size, 40U);
  std::vector<event::Kind> kinds;
  for (const event::Member& member : layout->members) kinds.push_back(member.type->kind);
  EXPECT_THAT(kinds, ElementsAre(event::Kind::signed_integer, event::Kind::unsigned_integer, event::Kind::text,
                                 event::Kind::boolean, event::Kind::bytes));
  EXPECT_EQ(layout->members[2].offset_bits, 128U);
}

TEST(Package, YamlHasTheSameKeys) {
  const auto package =
      open(as_bytes(fmt::format("bpf_object: {}\nbpf_object_size: {}\nmeta:\n  bpf_skel:\n    obj_name: 'x'\n"
                                "    data_sections:\n    - name: .rodata\n      variables:\n"
                                "      - name: a\n        type: int\n        value: 3\n",
                                object_of(kObject), kObject.size())),
           "x.yaml");
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->format, Format::yaml);
  EXPECT_EQ(package->variables[0].value, "3");
}

TEST(Package, AMapMayNameTheMembersThatAreStacks) {
  const auto package = open_text(today(R"({"bpf_skel": {"obj_name": "x", "data_sections": [], "maps": [
    {"name": "a", "intepreter": {"stack_trace": {"field_map": {"kstack": "deep", "ustack_sz": "long"},
                                                 "with_symbols": false}}},
    {"name": "b", "intepreter": "default_struct"},
    {"name": "c", "interpreter": {"stack_trace": {}}}]}})"));
  ASSERT_THAT(package, IsOk());
  const StackMembers& stacks = package->map("a")->stacks.value();
  EXPECT_EQ(stacks.kernel, "deep");
  EXPECT_EQ(stacks.kernel_size, "kstack_sz");
  EXPECT_EQ(stacks.user, "ustack");
  EXPECT_EQ(stacks.user_size, "long");
  EXPECT_FALSE(stacks.named);
  EXPECT_FALSE(package->map("b")->stacks);
  EXPECT_TRUE(package->map("c")->stacks->named);
}

TEST(Package, ADescriptionMayStandApartFromItsObject) {
  constexpr std::string_view kMeta = R"({"bpf_skel": {"obj_name": "apart_bpf", "data_sections": []}})";
  const auto package = open_json(as_bytes(kMeta), "x.json", as_bytes(kObject));
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->name, "apart");
  EXPECT_EQ(as_text(package->object), kObject);
  const auto whole = open_json(as_bytes(today(kMeta)), "x.json", as_bytes("another"));
  ASSERT_THAT(whole, IsOk());
  EXPECT_EQ(as_text(whole->object), "another");
  EXPECT_THAT(open_json(as_bytes("{"), "x.json", as_bytes(kObject)), FailsSaying("x.json: is no JSON"));
}

TEST(Package, ADescriptionAloneSaysWhatIsMissing) {
  EXPECT_THAT(open_text(R"({"bpf_skel": {"obj_name": "x", "data_sections": []}})"),
              FailsSaying("describes an object but does not carry it"));
  EXPECT_THAT(open_text(R"({"a": 1})"), FailsSaying("it has neither 'bpf_object' nor 'data'"));
}

struct BadCase {
  std::string text;
  std::string sentence;
};

class BadPackage : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadPackage, SaysWhatIsWrong) { EXPECT_THAT(open_text(GetParam().text), FailsSaying(GetParam().sentence)); }

INSTANTIATE_TEST_SUITE_P(
    Package, BadPackage,
    ::testing::Values(
        BadCase{"", "is empty"}, BadCase{"hello there", "neither a BPF object, nor JSON, YAML or tar"},
        BadCase{std::string("\0\1\2", 3), "neither a BPF object, nor JSON, YAML or tar"},
        BadCase{"{\n\"a\": }", "is no JSON: wrong at line 2"}, BadCase{"[1]", "must be an object, not a list"},
        BadCase{R"({"bpf_object": 1, "meta": {}})", "bpf_object: must be a text, not a number"},
        BadCase{R"({"bpf_object": "a$b=", "meta": {}})", "bpf_object: is no base64: character 2 is none of its digits"},
        BadCase{R"({"bpf_object": "AAAA=A", "meta": {}})", "bpf_object: is no base64: something follows its end"},
        BadCase{R"({"bpf_object": "AAAAA", "meta": {}})", "bpf_object: is no base64: its last character stands alone"},
        BadCase{R"({"bpf_object": "AAAA", "meta": {}})", "bpf_object: is no zlib stream"},
        BadCase{fmt::format(R"({{"bpf_object": "{}", "meta": {{}}}})", object_of(kObject).substr(0, 16)),
                "bpf_object: is a torn zlib stream: it ends after 12 bytes"},
        BadCase{fmt::format(R"({{"bpf_object": "{}", "bpf_object_size": 11, "meta": {{}}}})", object_of(kObject)),
                "bpf_object_size: says 11 bytes, but the object has 10"},
        BadCase{today(R"({"bpf_skel": {"maps": [{"name": "a", "intepreter": {"stack_trace": {"field_map": 3}}}]}})"),
                "meta.bpf_skel.maps[0].intepreter.stack_trace.field_map: must be an object, not a number"},
        BadCase{R"({"name": "x", "data": "AAAA", "data_sz": 4})", "data_sz: says 4 bytes, but the object has 3"},
        BadCase{today("3"), "meta: must be an object, not a number"}, BadCase{today("{}"), "meta.bpf_skel: is missing"},
        BadCase{today(R"({"bpf_skel": {"maps": [{"name": "a"}, {"name": 7}]}})"),
                "meta.bpf_skel.maps[1].name: must be a text, not a number"},
        BadCase{today(R"({"bpf_skel": {"maps": {}}})"), "meta.bpf_skel.maps: must be a list, not an object"},
        BadCase{today(R"({"bpf_skel": {"maps": [{"name": "a", "sample": {"interval": -1}}]}})"),
                "meta.bpf_skel.maps[0].sample.interval: must be a whole number, not a number"},
        BadCase{today(R"({"bpf_skel": {"maps": [{"name": "a", "export_config": "everything"}]}})"),
                "meta.bpf_skel.maps[0].export_config: 'everything' is not known"},
        BadCase{today(R"({"bpf_skel": {"progs": [{"name": "a", "tchook": {"ifindex": 1, "attach_point": "UP"}}]}})"),
                "attach_point 'UP' is neither"},
        BadCase{"[1e999]", "is JSON with a number that is too large"},
        BadCase{std::string(200, '[') + std::string(200, ']'), "JSON that nests too deep"},
        BadCase{"---\na: [", "is no YAML"}));

TEST(Package, YamlThatNamesItselfAThousandTimesIsRefused) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 10; ++i)
    bomb += fmt::format("a{0}: &a{0} [*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1}]\n", i, i - 1);
  EXPECT_THAT(open_text(bomb), IsErrno(EFBIG));
}

TEST(Package, AnObjectThatGrowsTooLargeIsRefused) {
  const std::string zeros(kLargestObject + 1, '\0');
  EXPECT_THAT(open_text(fmt::format(R"({{"bpf_object": "{}", "meta": {{}}}})", object_of(zeros))),
              FailsSaying("grows to more than 64 MiB"));
}

// An archive made entry by entry.
class TarFile {
 public:
  TarFile() : archive_(archive_write_new()), bytes_(1 << 20) {
    archive_write_set_format_pax_restricted(archive_);
    archive_write_open_memory(archive_, bytes_.data(), bytes_.size(), &used_);
  }
  ~TarFile() { archive_write_free(archive_); }
  TarFile(const TarFile&) = delete;

  void add(const char* path, std::string_view content, unsigned type = AE_IFREG, const char* link = nullptr) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, path);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    if (link != nullptr && type == AE_IFLNK) archive_entry_set_symlink(entry, link);
    else if (link != nullptr) archive_entry_set_hardlink(entry, link);
    archive_write_header(archive_, entry);
    archive_write_data(archive_, content.data(), content.size());
    archive_entry_free(entry);
  }
  Bytes finish() {
    archive_write_close(archive_);
    return Bytes(bytes_).first(used_);
  }

 private:
  archive* archive_;
  ByteVector bytes_;
  std::size_t used_ = 0;
};

TEST(Package, ATarBringsTheTypesOfKernels) {
  TarFile tar;
  tar.add("package.json", R"({"bpf_skel": {"obj_name": "x", "data_sections": []}})");
  tar.add("x.bpf.o", kObject);
  tar.add("./btfhub-archive/ubuntu/20.04/x86_64/5.4.0-91-generic.btf", "types");
  const auto package = open(tar.finish(), "x.tar");
  ASSERT_THAT(package, IsOk());
  EXPECT_EQ(package->format, Format::tar);
  EXPECT_EQ(as_text(package->object), kObject);
  ASSERT_EQ(package->kernels.size(), 1U);
  EXPECT_EQ(package->kernels[0].id, "ubuntu");
  EXPECT_EQ(package->kernels[0].version_id, "20.04");
  EXPECT_EQ(package->kernels[0].machine, "x86_64");
  EXPECT_EQ(package->kernels[0].release, "5.4.0-91-generic");
  EXPECT_EQ(as_text(package->kernels[0].btf), "types");
}

TEST(Package, WhatIsPackedIsUnpacked) {
  const KernelTypes kernels[] = {{"debian", "11", "x86_64", "5.10.0-20-amd64", {std::byte{1}, std::byte{2}}},
                                 {"ubuntu", "20.04", "arm64", "5.4.0-91.btf", {std::byte{3}}}};
  const auto archive = pack_tar(as_bytes("{}"), "x.bpf.o", as_bytes(kObject), kernels);
  ASSERT_THAT(archive, IsOk());
  const auto parts = unpack_tar(*archive);
  ASSERT_THAT(parts, IsOk());
  EXPECT_EQ(as_text(parts->description), "{}");
  EXPECT_EQ(parts->object_path, "x.bpf.o");
  EXPECT_EQ(as_text(parts->object), kObject);
  ASSERT_EQ(parts->kernels.size(), std::size(kernels));
  for (std::size_t i = 0; i < std::size(kernels); ++i) {
    EXPECT_EQ(parts->kernels[i].id, kernels[i].id);
    EXPECT_EQ(parts->kernels[i].version_id, kernels[i].version_id);
    EXPECT_EQ(parts->kernels[i].machine, kernels[i].machine);
    EXPECT_EQ(parts->kernels[i].release, kernels[i].release);
    EXPECT_EQ(parts->kernels[i].btf, kernels[i].btf);
  }
  EXPECT_THAT(pack_tar({}, std::string(100, 'x'), {}, {}), IsErrno(ENAMETOOLONG));
}

TEST(Package, APlaceInTheTreeNamesAKernel) {
  EXPECT_TRUE(kernel_at("debian/11/x86_64/5.10.btf").has_value());
  for (const char* place : {"5.10.btf", "11/x86_64/5.10.btf", "a/debian/11/x86_64/5.10.btf", "debian/11/x86_64/5.10"})
    EXPECT_FALSE(kernel_at(place).has_value()) << place;
}

TEST(Package, ATarThatReachesOutsideIsRefused) {
  struct Entry {
    const char* path;
    unsigned type;
    const char* link;
    const char* sentence;
  };
  const Entry entries[] = {{"a/../../b", AE_IFREG, nullptr, "'a/../../b', which leaves the archive"},
                           {"/etc/passwd", AE_IFREG, nullptr, "'/etc/passwd', which is an absolute path"},
                           {"l", AE_IFLNK, "/etc", "'l', which is a link"},
                           {"h", AE_IFREG, "x.bpf.o", "'h', which is a link"},
                           {"d", AE_IFCHR, nullptr, "'d', which is no file"},
                           {"f", AE_IFIFO, nullptr, "'f', which is no file"}};
  for (const Entry& entry : entries) {
    TarFile tar;
    tar.add("x.bpf.o", kObject);
    tar.add(entry.path, "", entry.type, entry.link);
    EXPECT_THAT(open(tar.finish(), "x.tar"), FailsSaying(entry.sentence));
  }
}

TEST(Package, ATarWithoutAnObjectIsNone) {
  TarFile tar;
  tar.add("readme", "nothing");
  EXPECT_THAT(open(tar.finish(), "x.tar"), FailsSaying("neither a package.json nor a .bpf.o"));
  TarFile two;
  two.add("x.bpf.o", kObject);
  two.add("helper.o", "nothing");  // no BPF by its name
  two.add("y.bpf.o", kObject);
  EXPECT_THAT(open(two.finish(), "x.tar"), FailsSaying("two objects, 'x.bpf.o' and 'y.bpf.o'"));
}

TEST(Package, ATornTarIsNone) {
  TarFile tar;
  tar.add("x.bpf.o", std::string(5000, 'x'));
  EXPECT_THAT(open(tar.finish().first(2000), "x.tar"), FailsSaying("damaged tar archive"));
}

TEST(Package, Base64PassesOverLineBreaks) {
  const auto bytes = decode_base64("aGVs\nbG8=\n");
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(as_text(*bytes), "hello");
}

}  // namespace
}  // namespace waggle::package
