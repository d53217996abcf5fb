#include "waggle/package/tree.hh"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace waggle::package {
namespace {

using Json = nlohmann::json;

// A hostile YAML file can name one list a thousand times in another, a thousand levels deep.
constexpr std::size_t kMostNodes = 1'000'000;
constexpr unsigned kDeepest = 100;

std::string_view kind_of(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a text";
    case Json::value_t::boolean: return "true or false";
    default: return "a number";
  }
}

const Json& json(const void* value) { return *static_cast<const Json*>(value); }

// What a scalar without quotes means.
Json scalar(std::string_view text) {
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  if (text == "true" || text == "false") return text == "true";
  Json value = Json::parse(text, nullptr, false);
  return value.is_number() ? value : Json(text);
}

Result<Json> convert(const YAML::Node& node, unsigned depth, std::size_t& budget) {
  if (depth > kDeepest) return Error(EFBIG, "YAML that nests too deep");
  if (budget-- == 0) return Error(EFBIG, "YAML that grows too large");
  if (node.IsScalar()) return node.Tag() == "!" ? Json(node.Scalar()) : scalar(node.Scalar());  // "!": quoted
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const YAML::Node& element : node) {
      WAGGLE_TRY(Json converted, convert(element, depth + 1, budget));
      list.push_back(std::move(converted));
    }
    return list;
  }
  if (!node.IsMap()) return Json(nullptr);
  Json object = Json::object();
  for (const auto& row : node) {
    if (!row.first.IsScalar()) return Error(ENOEXEC, "YAML with a key that is no text");
    WAGGLE_TRY(Json converted, convert(row.second, depth + 1, budget));
    object[row.first.Scalar()] = std::move(converted);
  }
  return object;
}

// A parser that stops at too deep a nesting, before the tree does damage.
Result<Json> parse(std::string_view text) {
  try {
    bool deep = false;
    Json value = Json::parse(text, [&deep](int depth, Json::parse_event_t, Json&) {
      deep = deep || depth > static_cast<int>(kDeepest);
      return depth <= static_cast<int>(kDeepest);
    });
    if (deep) return Error(EFBIG, "JSON that nests too deep");
    return value;
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte);
    return Error(ENOEXEC, fmt::format("is no JSON: wrong at line {}, byte {}", 1 + std::ranges::count(before, '\n'),
                                      error.byte));
  } catch (const Json::out_of_range&) {  // 1e999
    return Error(ENOEXEC, "is JSON with a number that is too large");
  }
}

}  // namespace

struct Tree::State {
  Json value;
};

Tree::Tree(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tree::Tree(Tree&&) noexcept = default;
Tree::~Tree() = default;

Node Tree::root() const { return {&state_->value, ""}; }

void Tree::set(const Node& object, std::string_view key, std::string_view words, bool quoted) {
  Json& here = *static_cast<Json*>(const_cast<void*>(object.value_));  // a part of state_
  here[std::string(key)] = quoted ? Json(words) : scalar(words);
}

std::string Tree::json() const { return state_->value.dump(-1, ' ', false, Json::error_handler_t::replace); }

Result<Tree> Tree::parse_json(std::string_view text) {
  WAGGLE_TRY(Json value, parse(text));
  return Tree(std::make_unique<State>(State{std::move(value)}));
}

Result<Tree> Tree::parse_yaml(std::string_view text) {
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsMap()) return Error(ENOEXEC, "neither a BPF object, nor JSON, YAML or tar");
    std::size_t budget = kMostNodes;
    WAGGLE_TRY(Json value, convert(root, 0, budget));
    return Tree(std::make_unique<State>(State{std::move(value)}));
  } catch (const YAML::Exception& error) {
    return Error(ENOEXEC, fmt::format("is no YAML: {} at line {}", error.msg, error.mark.line + 1));
  }
}

std::string Node::below(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Error Node::wrong(std::string_view sentence) const {
  return Error(EINVAL, fmt::format("{}: {}", path_.empty() ? "the whole" : path_, sentence));
}

Error Node::must_be(std::string_view kind) const {
  return wrong(fmt::format("must be {}, not {}", kind, kind_of(json(value_))));
}

bool Node::is_array() const { return json(value_).is_array(); }
bool Node::is_object() const { return json(value_).is_object(); }
bool Node::is_text() const { return json(value_).is_string(); }

Result<std::optional<Node>> Node::find(std::string_view key) const {
  const Json& here = json(value_);
  if (!here.is_object()) return must_be("an object");
  const auto found = here.find(key);
  if (found == here.end() || found->is_null()) return std::optional<Node>();
  return std::optional<Node>(Node(&*found, below(key)));
}

bool Node::has(std::string_view key) const {
  const auto found = find(key);
  return found.ok() && found->has_value();
}

Result<Node> Node::member(std::string_view key) const {
  WAGGLE_TRY(auto found, find(key));
  if (!found) return Error(EINVAL, fmt::format("{}: is missing", below(key)));
  return *std::move(found);
}

Result<std::vector<Node>> Node::elements() const {
  const Json& here = json(value_);
  if (here.is_null()) return std::vector<Node>();
  if (!here.is_array()) return must_be("a list");
  std::vector<Node> all;
  all.reserve(here.size());
  for (std::size_t i = 0; i < here.size(); ++i) all.push_back(Node(&here[i], fmt::format("{}[{}]", path_, i)));
  return all;
}

Result<std::string_view> Node::text() const {
  const Json& here = json(value_);
  if (!here.is_string()) return must_be("a text");
  return std::string_view(here.get_ref<const std::string&>());
}

Result<bool> Node::boolean() const {
  const Json& here = json(value_);
  if (!here.is_boolean()) return must_be("true or false");
  return here.get<bool>();
}

Result<std::uint64_t> Node::number(std::uint64_t most) const {
  const Json& here = json(value_);
  if (!here.is_number_unsigned()) return must_be("a whole number");
  const auto value = here.get<std::uint64_t>();
  if (value > most) return wrong(fmt::format("{} is more than {}", value, most));
  return value;
}

std::string Node::words() const {
  const Json& here = json(value_);
  if (here.is_string()) return here.get<std::string>();
  if (!here.is_array()) return here.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string all;
  for (std::size_t i = 0; i < here.size(); ++i) {
    if (i > 0) all += ',';
    all += Node(&here[i], path_).words();
  }
  return all;
}

}  // namespace waggle::package
