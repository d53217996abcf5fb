// A command line for a program whose object is elsewhere: its description in JSON ("meta" of a package) names the
// variables, and takes their values. Whoever has the object asks Globals, which knows every type and every range.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/package/tree.hh"

namespace waggle::loader {

class Description {
 public:
  // ENOEXEC for what is no JSON; EINVAL with the path of the offending key.
  static Result<Description> parse(std::string_view json);

  // Writes the values of `arguments` into the description: "--name VALUE", "-n VALUE", switches and "--enable-name", as
  // Globals::apply() takes them, but for members of structures. EINVAL with near matches for an unknown option.
  Result<void> apply(std::span<const std::string> arguments);
  // "usage: NAME [--pid NUMBER] ..."
  [[nodiscard]] std::string usage() const;
  [[nodiscard]] std::string json() const { return tree_.json(); }

 private:
  struct Variable {
    package::Node place;
    std::optional<package::Node> option;  // "cmdarg"
    std::string name, long_option, type;
    char short_option = 0;
  };
  struct Assignment {
    const Variable* variable;  // null for an option that says nothing here
    std::string_view value;
    std::size_t words = 1;  // that it took
  };

  explicit Description(package::Tree tree) : tree_(std::move(tree)) {}
  Result<void> read_variables();
  [[nodiscard]] const Variable* find(std::string_view name, bool is_short) const;
  // Of the option that `words` begin with.
  [[nodiscard]] Result<Assignment> assignment(std::span<const std::string> words) const;
  Result<void> set(const Variable& variable, std::string_view value);

  package::Tree tree_;
  std::string name_;
  std::vector<Variable> variables_;
};

}  // namespace waggle::loader
