// A package without a guest: one BPF object, and what its makers said about it. Read from an object file, JSON of
// three generations, YAML or a tar archive; which of them it is, the content says. Pure: it asks no kernel and no
// network, and understands nothing of what the object does.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::package {

enum class Format : std::uint8_t { object, json_2022, json, yaml, tar };
// "an object file", "JSON of 2022": for sentences.
std::string_view name(Format format);

// What is said about a global variable. Values are text, as a command line would give them.
struct Variable {
  std::string name;
  std::string type;  // as C writes it; may be "composite"
  std::string description;
  std::optional<std::string> value;  // to be set where the command line says nothing
  std::string long_option, short_option, help;
  std::optional<std::string> fallback;  // the option's default; goes before `value`
};

enum class SampleKind : std::uint8_t { log2_histogram, linear_histogram, key_value };

// A map that is read at intervals.
struct Sample {
  std::chrono::milliseconds interval{1000};
  SampleKind kind = SampleKind::key_value;
  std::string unit = {};
  bool clear = false;  // emptied after each reading
};

// A member of an event that no C structure describes.
struct CustomMember {
  std::string name;
  std::uint32_t offset = 0;  // bytes
  std::uint32_t type = 0;    // in the object's BTF
};

// Which members of an event are its call stacks, their lengths in bytes, and the process that has them.
struct StackMembers {
  std::string pid = "pid";
  std::string kernel = "kstack", kernel_size = "kstack_sz";
  std::string user = "ustack", user_size = "ustack_sz";
  bool named = true;  // false: the addresses are wanted
};

// What is said about a map. At most one of `layout`, `type` and `members` says what its events look like.
struct Map {
  std::string name;
  std::optional<Sample> sample;
  event::TypePtr layout;              // in full
  std::optional<std::uint32_t> type;  // in the object's BTF
  std::vector<CustomMember> members;
  std::optional<StackMembers> stacks;
};

// Where a tc program attaches; where not said, as the first loaders did.
struct TrafficHook {
  unsigned interface = 1;  // index: the loopback
  bool egress = false;
  std::optional<std::uint16_t> priority;
};

// What is said about a program.
struct Program {
  std::string name;
  bool attached = true;  // false: loaded only
  std::optional<TrafficHook> hook;
  std::optional<unsigned> interface;  // of an XDP program
  std::string target;                 // where it attaches, in the words of --attach; "" where not said
};

// A structure that events have.
struct ExportType {
  std::string name;
  std::uint32_t size = 0;             // bytes; 0 where not said
  std::optional<std::uint32_t> type;  // in the object's BTF
};

// The types of one kernel, for kernels that do not bring their own.
struct KernelTypes {
  std::string id, version_id;  // of the distribution, as os-release(5) has them
  std::string machine;         // "x86_64"
  std::string release;         // "5.10.0-20-amd64"
  ByteVector btf;
};

struct Package {
  Format format = Format::object;
  std::string name;
  ByteVector object;  // an ELF file
  std::string version;
  std::string description;
  std::vector<Variable> variables;
  std::vector<Map> maps;
  std::vector<Program> programs;
  std::vector<ExportType> export_types;
  std::uint32_t perf_pages = 0;  // 0: not said
  std::vector<KernelTypes> kernels;

  [[nodiscard]] const Map* map(std::string_view map_name) const;
  [[nodiscard]] const Program* program(std::string_view program_name) const;
};

// The largest package, and the largest object in it.
inline constexpr std::size_t kLargestPackage = std::size_t{256} << 20;
inline constexpr std::size_t kLargestObject = std::size_t{64} << 20;

// Whether a file that begins so is meant to be a package: what open() then says of it is worth telling.
bool looks_like_package(Bytes begin);

// `name` is a file's or a word; what stands before its first dot names a package that does not name itself. ENOEXEC
// with a sentence for what is no package; EINVAL with the path of the offending key for JSON of the wrong shape; EFBIG
// for what is larger than allowed.
Result<Package> open(Bytes bytes, std::string_view name);
// The same of JSON alone, for programs that carry their packages: what reads the other formats is no part of them.
// `object` goes before one that the JSON carries, and stands in for one that it does not.
Result<Package> open_json(Bytes json, std::string_view name, Bytes object = {});

}  // namespace waggle::package
