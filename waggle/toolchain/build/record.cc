#include "waggle/toolchain/build/record.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "waggle/base/file.hh"
#include "waggle/base/sha256.hh"
#include "waggle/base/strings.hh"
#include "waggle/toolchain/object_types.hh"

namespace waggle::toolchain {
namespace {

std::string path_of(const std::string& output) {
  const std::size_t name = output.rfind('/') + 1;  // 0 without a folder
  return fmt::format("{}.{}.inputs", output.substr(0, name), output.substr(name));
}

// "" for what cannot be read.
std::string hash_of(const std::string& path) {
  const auto content = read_file(path, kLargestFile);
  return content.ok() ? hex(sha256(*content)) : std::string();
}

// No word has a NUL in it.
std::string hash_of(std::span<const std::string> words) {
  std::string all;
  for (const std::string& word : words) all.append(word).push_back('\0');
  return hex(sha256(as_bytes(all)));
}

struct Row {
  std::string hash, path;
};

// The first row is of the words, the second of the output.
std::vector<Row> rows_of(const std::string& output) {
  std::vector<Row> rows;
  const auto content = read_file(path_of(output), kLargestFile);
  if (!content.ok()) return rows;
  for (const std::string_view line : split(as_text(*content), '\n'))
    if (const auto [hash, path] = split_once(line, ' '); path) rows.push_back({std::string(hash), std::string(*path)});
  return rows;
}

}  // namespace

bool is_current(const std::string& output, std::span<const std::string> words) {
  const std::vector<Row> rows = rows_of(output);
  if (rows.size() < 2 || rows.front().hash != hash_of(words)) return false;
  const auto is_same = [](const Row& row) { return !row.hash.empty() && row.hash == hash_of(row.path); };
  return std::ranges::all_of(rows.begin() + 1, rows.end(), is_same);
}

Result<void> record(const std::string& output, std::span<const std::string> words,
                    std::span<const std::string> inputs) {
  std::string text = fmt::format("{} words\n{} {}\n", hash_of(words), hash_of(output), output);
  for (const std::string& input : inputs) text += fmt::format("{} {}\n", hash_of(input), input);
  return replace_file(path_of(output), as_bytes(text), 0666).context("writing " + path_of(output));
}

std::vector<std::string> inputs_of(const std::string& output) {
  std::vector<std::string> inputs;
  const std::vector<Row> rows = rows_of(output);
  for (std::size_t i = 2; i < rows.size(); ++i) inputs.push_back(rows[i].path);
  return inputs;
}

std::vector<std::string> parse_dependencies(std::string_view rule) {
  std::vector<std::string> files;
  std::string file;
  const auto end_file = [&] {
    if (!file.empty()) files.push_back(std::move(file));
    file.clear();
  };
  // The target may hold a colon, but none with a blank behind it.
  const std::size_t colon = std::min(rule.find(": "), rule.find(":\\\n"));
  for (std::size_t at = colon == rule.npos ? rule.size() : colon + 1; at < rule.size(); ++at) {
    const char c = rule[at];
    const char next = at + 1 < rule.size() ? rule[at + 1] : '\0';
    if (c == '\\' && next == '\n') ++at, end_file();
    else if ((c == '\\' && (next == ' ' || next == '#')) || (c == '$' && next == '$')) file += rule[++at];
    else if (c == ' ' || c == '\n') end_file();
    else file += c;
  }
  end_file();
  return files;
}

}  // namespace waggle::toolchain
