// JSON and YAML as one tree, read with the path of where one is: whoever finds the wrong shape says where. The only
// file that parses either language; nothing of the parsers' own types leaves it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"

namespace waggle::package {

// A place in a Tree, from which it borrows. Asking for what is not there, or not of this kind, is EINVAL with a
// sentence: "meta.bpf_skel.maps[2].name: must be a text, not a number".
class Node {
 public:
  // The member of an object; an error where it is missing or null.
  [[nodiscard]] Result<Node> member(std::string_view key) const;
  // The same where it may be missing or null.
  [[nodiscard]] Result<std::optional<Node>> find(std::string_view key) const;
  // Whether it is an object that has the member; null counts as missing.
  [[nodiscard]] bool has(std::string_view key) const;
  // Of an array, in order; of `null` none.
  [[nodiscard]] Result<std::vector<Node>> elements() const;
  // Of an array, or an object in the order of its keys.
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_text() const;

  [[nodiscard]] Result<std::string_view> text() const;
  [[nodiscard]] Result<bool> boolean() const;
  // A whole number up to `most`.
  [[nodiscard]] Result<std::uint64_t> number(std::uint64_t most = UINT32_MAX) const;
  // Any value as a command line would give it: texts bare, elements with commas between.
  [[nodiscard]] std::string words() const;

  [[nodiscard]] const std::string& path() const { return path_; }
  // EINVAL: "PATH: SENTENCE".
  [[nodiscard]] Error wrong(std::string_view sentence) const;

 private:
  friend class Tree;
  Node(const void* value, std::string path) : value_(value), path_(std::move(path)) {}
  [[nodiscard]] std::string below(std::string_view key) const;
  [[nodiscard]] Error must_be(std::string_view kind) const;

  const void* value_;  // the parser's
  std::string path_;
};

class Tree {
 public:
  // ENOEXEC with the place for what is not the language; EFBIG for what nests or grows too far.
  static Result<Tree> parse_json(std::string_view text);
  static Result<Tree> parse_yaml(std::string_view text);
  Tree(Tree&&) noexcept;
  ~Tree();

  [[nodiscard]] Node root() const;
  // Gives an object of this tree a member, or a member another value: what `words` mean without quotes (a number, true,
  // false), or with `quoted` the text itself.
  void set(const Node& object, std::string_view key, std::string_view words, bool quoted);
  // The whole as JSON, in one line.
  [[nodiscard]] std::string json() const;

 private:
  struct State;
  explicit Tree(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::package
