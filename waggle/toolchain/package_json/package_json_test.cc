#include "waggle/toolchain/package_json/package_json.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/package/base64.hh"
#include "waggle/package/package.hh"

namespace waggle::toolchain {
namespace {

ByteVector object(const std::string& name) {
  auto elf = read_file(WAGGLE_BUILD_DIR "/testdata/toolchain/" + name + ".bpf.o", 1 << 20);
  EXPECT_TRUE(elf.ok());
  return elf.ok() ? *elf : ByteVector();
}

constexpr std::string_view kSource =
    "/// How many.\n/// @cmdarg {\"short\": \"w\", \"long\": \"want\", \"default\": 3}\nconst volatile long wanted = "
    "1;\n"
    "/// @sample {\"interval\": 500, \"type\": \"log2_hist\", \"unit\": \"us\", \"clear_map\": true}\n"
    "struct {} events SEC(\".maps\");\n"
    "/// @target lo\nSEC(\"socket\") int count(void *c) { return 0; }\n"
    "/// @brief Counts.\n/// @version 2.0\nchar LICENSE[] SEC(\"license\") = \"GPL\";\n";

TEST(PackageJson, IsReadBackInBothLanguages) {
  const ByteVector elf = object("parts");
  for (const PackageLanguage language : {PackageLanguage::json, PackageLanguage::yaml}) {
    const auto text = write_package(elf, {"parts", "parts.bpf.c", kSource, "", ""}, language);
    ASSERT_TRUE(text.ok()) << text.error().message();
    const auto package = package::open(as_bytes(text->package), "x");
    ASSERT_TRUE(package.ok()) << package.error().message();
    EXPECT_EQ(package->name, "parts");
    EXPECT_EQ(package->object, elf);
    EXPECT_EQ(package->version, "2.0");
    EXPECT_EQ(package->description, "Counts.");
    const auto wanted = std::ranges::find(package->variables, "wanted", &package::Variable::name);
    ASSERT_NE(wanted, package->variables.end());
    EXPECT_EQ(wanted->short_option, "w");
    EXPECT_EQ(wanted->long_option, "want");
    EXPECT_EQ(wanted->fallback, "3");
    EXPECT_EQ(wanted->description, "How many.");
    const auto limits = std::ranges::find(package->variables, "limits", &package::Variable::name);
    ASSERT_NE(limits, package->variables.end());
    EXPECT_EQ(limits->type, "composite");
    ASSERT_NE(package->map("events"), nullptr);
    ASSERT_TRUE(package->map("events")->sample.has_value());
    EXPECT_EQ(package->map("events")->sample->interval, std::chrono::milliseconds(500));
    EXPECT_TRUE(package->map("events")->sample->clear);
    ASSERT_NE(package->program("count"), nullptr);
    EXPECT_EQ(package->program("count")->target, "lo");
  }
}

TEST(PackageJson, EventsAreTheHeadersOrThoseThatTheSourceNames) {
  const PackageSource of_header{"parts", "parts.bpf.c", "int a;",
                                "struct limits { int x; };\nstruct absent { int y; };", "h.h"};
  EXPECT_THAT(event_structures(of_header), testing::ElementsAre("limits", "absent"));
  const auto text = write_package(object("parts"), of_header, PackageLanguage::json);
  ASSERT_TRUE(text.ok());
  const auto package = package::open(as_bytes(text->package), "x");
  ASSERT_EQ(package->export_types.size(), 1U);
  EXPECT_EQ(package->export_types.front().name, "limits");

  const PackageSource said{"parts", "parts.bpf.c", "/// @event limits\nstruct {} events SEC(\".maps\");", "", ""};
  const auto at_map = write_package(object("parts"), said, PackageLanguage::json);
  ASSERT_TRUE(at_map.ok());
  const auto typed = package::open(as_bytes(at_map->package), "x");
  ASSERT_NE(typed->map("events"), nullptr);
  EXPECT_EQ(typed->map("events")->type, typed->export_types.front().type);

  const PackageSource nowhere{"parts", "parts.bpf.c", "\n/// @event absent\nstruct {} events SEC(\".maps\");", "", ""};
  const auto refused = write_package(object("parts"), nowhere, PackageLanguage::json);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message(), "parts.bpf.c:2: @event: there is no struct absent");
}

TEST(Base64, OfEveryLengthIsReadBack) {
  ByteVector bytes;
  for (int i = 0; i < 70; ++i) {
    const auto back = package::decode_base64(package::encode_base64(bytes));
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, bytes);
    bytes.push_back(static_cast<std::byte>(i * 37));
  }
  EXPECT_EQ(package::encode_base64(as_bytes("any carnal plea")), "YW55IGNhcm5hbCBwbGVh");
  EXPECT_EQ(package::encode_base64(as_bytes("waggle!")), "d2FnZ2xlIQ==");
  const auto small = package::deflate(bytes);
  ASSERT_TRUE(small.ok());
  EXPECT_EQ(*package::inflate(*small, 1000), bytes);
}

}  // namespace
}  // namespace waggle::toolchain
