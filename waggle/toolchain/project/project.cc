#include "waggle/toolchain/project/project.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"

namespace waggle::toolchain {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProgram = ".bpf.c";
constexpr std::uint64_t kLargestTemplate = 1U << 20U;

// "tracepoint" is in "process": programs of one family send the same events.
Result<std::map<std::string, std::string>> families_of_kinds(const std::string& templates) {
  std::map<std::string, std::string> families;
  std::error_code error;
  for (fs::recursive_directory_iterator at(templates, error), end; !error && at != end; at.increment(error)) {
    const std::string file = at->path().filename();
    if (file.ends_with(kProgram))
      families[file.substr(0, file.size() - kProgram.size())] = at->path().parent_path().string();
  }
  if (error) return Error(error.value()).context(templates);
  return families;
}

// Where this system has its cgroups; programs of a cgroup attach to the root of all if nobody says better.
std::string cgroup_root() {
  const auto mounts = read_file("/proc/self/mounts", kLargestTemplate);
  if (!mounts.ok()) return "/sys/fs/cgroup";
  for (const std::string_view line : split(as_text(*mounts), '\n'))
    if (const auto words = split(line, ' '); words.size() > 2 && words[2] == "cgroup2") return std::string(words[1]);
  return "/sys/fs/cgroup";
}

bool is_name(std::string_view name) {
  const auto fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 && name.front() != '-' &&
         std::ranges::all_of(name, fits);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

class Project {
 public:
  Project(const ProjectRequest& request, const std::string& templates, std::string family)
      : request_(request), templates_(templates), family_(std::move(family)) {
    name_ = fs::path(request.folder).lexically_normal().filename();
    if (name_.empty()) name_ = fs::path(request.folder).lexically_normal().parent_path().filename();
  }

  [[nodiscard]] const std::string& name() const { return name_; }

  Result<std::vector<std::string>> write() {
    WAGGLE_CHECK(add(family_ + '/' + request_.kind + std::string(kProgram), std::string(kProgram)));
    WAGGLE_CHECK(add(family_ + "/event.h", ".h"));
    if (request_.guest == GuestLanguage::c) WAGGLE_CHECK(add(templates_ + "/guest.c", ".c"));
    if (request_.guest == GuestLanguage::cxx) WAGGLE_CHECK(add(templates_ + "/guest.cc", ".cc"));
    WAGGLE_TRY(const std::string readme, read(templates_ + "/README.md"));
    WAGGLE_CHECK(save("README.md", readme));
    return std::move(files_);
  }

 private:
  static Result<std::string> read(const std::string& path) {
    WAGGLE_TRY(const ByteVector text, read_file(path, kLargestTemplate).context(path));
    return std::string(as_text(text));
  }

  // A kind's own piece, else that of all kinds.
  Result<std::string> piece(const std::string& name) const {
    for (const std::string& path : {fmt::format("{}/{}.{}", family_, request_.kind, name), family_ + '/' + name}) {
      std::error_code ignored;
      if (fs::exists(path, ignored)) return read(path);
    }
    return read(templates_ + '/' + name);
  }

  // A line `#include "NAME.inc"` stands for a piece.
  Result<std::string> with_pieces(std::string_view text) const {
    constexpr std::string_view kBegin = "#include \"", kEnd = ".inc\"";
    std::string whole;
    for (std::string_view line : split(text, '\n')) {
      if (line.starts_with(kBegin) && line.ends_with(kEnd)) {
        WAGGLE_TRY(const std::string found,
                   piece(std::string(line.substr(kBegin.size(), line.size() - kBegin.size() - 1))));
        whole += found;
      } else {
        whole.append(line).push_back('\n');
      }
    }
    whole.pop_back();  // behind the last newline there is no line
    return whole;
  }

  [[nodiscard]] std::string named(std::string text) const {
    std::string identifier = name_;
    std::ranges::replace(identifier, '-', '_');
    const std::string run = name_ + (request_.guest == GuestLanguage::none ? ".json" : ".wasm");
    text = replaced(std::move(text), "waggle run RUN", "waggle run " + run);
    for (const std::string_view suffix : {".bpf.c", ".skel.h", ".h"})
      text = replaced(std::move(text), fmt::format("PROJECT{}", suffix), fmt::format("{}{}", name_, suffix));
    text = replaced(std::move(text), "PROJECT_H", fmt::format("{}_H", identifier));
    text = replaced(std::move(text), "CGROUP_ROOT", cgroup_root());
    text = replaced(std::move(text), "# PROJECT", "# " + name_);
    return replaced(std::move(text), "PROJECT", identifier);
  }

  Result<void> add(const std::string& path, const std::string& suffix) {
    WAGGLE_TRY(const std::string text, read(path));
    WAGGLE_TRY(const std::string whole, with_pieces(text));
    return save(name_ + suffix, whole);
  }
  Result<void> save(const std::string& file, const std::string& text) {
    const std::string path = (fs::path(request_.folder) / file).string();
    WAGGLE_CHECK(write_output(path, as_bytes(named(text)), 0666).context("writing " + path));
    files_.push_back(path);
    return {};
  }

  const ProjectRequest& request_;
  const std::string& templates_;
  std::string family_;  // a folder
  std::string name_;
  std::vector<std::string> files_;
};

}  // namespace

Result<std::vector<std::string>> project_kinds(const std::string& templates) {
  WAGGLE_TRY(const auto families, families_of_kinds(templates));
  std::vector<std::string> kinds;
  kinds.reserve(families.size());
  for (const auto& [kind, family] : families) kinds.push_back(kind);
  return kinds;
}

Result<std::vector<std::string>> create_project(const ProjectRequest& request, const std::string& templates) {
  WAGGLE_TRY(const auto families, families_of_kinds(templates));
  const auto family = families.find(request.kind);
  if (family == families.end()) {
    WAGGLE_TRY(const auto kinds, project_kinds(templates));
    return Error(EINVAL, fmt::format("there is no kind '{}'; there are {}", request.kind, fmt::join(kinds, ", ")));
  }
  Project project(request, templates, family->second);
  if (!is_name(project.name()))
    return Error(EINVAL, fmt::format("'{}' is no name for a project: letters, digits, - and _", project.name()));
  std::error_code error;
  fs::create_directories(request.folder, error);
  if (error) return Error(error.value()).context(request.folder);
  if (!fs::is_empty(request.folder, error)) return Error(EEXIST, request.folder + " is there, and not empty");
  return project.write();
}

}  // namespace waggle::toolchain
