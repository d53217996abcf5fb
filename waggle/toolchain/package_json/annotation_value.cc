#include "waggle/toolchain/package_json/annotation_value.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace waggle::toolchain {
namespace {

enum class Shape : std::uint8_t { any, text, letter, yes_or_no, number, time, object };

std::string_view words_for(Shape shape) {
  switch (shape) {
    case Shape::text: return "a text";
    case Shape::letter: return "one letter";
    case Shape::yes_or_no: return "true or false";
    case Shape::number: return "a whole number";
    case Shape::time: return "a number of milliseconds, at least 1";
    case Shape::object: return "a JSON object";
    case Shape::any: break;
  }
  return "anything";
}

std::string_view words_for(Subject subject) {
  switch (subject) {
    case Subject::variable: return "variables";
    case Subject::map: return "maps";
    case Subject::program: return "programs";
    case Subject::licence: break;
  }
  return "the licence";
}

// The keys that loaders read, and the members of their values.
struct Known {
  Subject subject;
  std::string_view path;
  Shape shape;
  std::string_view choices = {};  // of a text: "a|b"
};
constexpr std::array kKnown{
    Known{Subject::variable, "cmdarg", Shape::object},
    Known{Subject::variable, "cmdarg.default", Shape::any},
    Known{Subject::variable, "cmdarg.short", Shape::letter},
    Known{Subject::variable, "cmdarg.long", Shape::text},
    Known{Subject::variable, "cmdarg.help", Shape::text},
    Known{Subject::map, "sample", Shape::object},
    Known{Subject::map, "sample.interval", Shape::time},
    Known{Subject::map, "sample.type", Shape::text, "log2_hist|linear_hist|default_kv"},
    Known{Subject::map, "sample.unit", Shape::text},
    Known{Subject::map, "sample.clear_map", Shape::yes_or_no},
    Known{Subject::map, "event", Shape::text},
    Known{Subject::program, "tchook", Shape::object},
    Known{Subject::program, "tchook.ifindex", Shape::number},
    Known{Subject::program, "tchook.attach_point", Shape::text, "BPF_TC_INGRESS|BPF_TC_EGRESS|BPF_TC_CUSTOM"},
    Known{Subject::program, "tcopts", Shape::object},
    Known{Subject::program, "tcopts.handle", Shape::number},
    Known{Subject::program, "tcopts.priority", Shape::number},
    Known{Subject::program, "ifindex", Shape::number},
    Known{Subject::program, "flags", Shape::number},
    Known{Subject::program, "xdpopts", Shape::object},
    Known{Subject::program, "xdpopts.old_prog_fd", Shape::number},
    Known{Subject::program, "target", Shape::text},
};

const Known* find_known(std::string_view path) {
  const auto found = std::ranges::find(kKnown, path, &Known::path);
  return found == kKnown.end() ? nullptr : &*found;
}

bool has_shape(const Json& value, Shape shape) {
  switch (shape) {
    case Shape::text: return value.is_string();
    case Shape::letter: return value.is_string() && value.get_ref<const std::string&>().size() == 1;
    case Shape::yes_or_no: return value.is_boolean();
    case Shape::number: return value.is_number_unsigned();
    case Shape::time: return value.is_number_unsigned() && value.get<std::uint64_t>() > 0;
    case Shape::object: return value.is_object();
    case Shape::any: break;
  }
  return true;
}

bool is_choice(std::string_view choices, const std::string& word) {
  return choices.empty() || fmt::format("|{}|", choices).find(fmt::format("|{}|", word)) != std::string::npos;
}

// What is wrong with a known key's value; nothing where nothing is.
std::optional<std::string> mistake_in(const Json& value, const Known& known) {
  const std::size_t dot = known.path.find('.');
  const std::string member = dot == known.path.npos ? "" : fmt::format("\"{}\" ", known.path.substr(dot + 1));
  if (!has_shape(value, known.shape)) return fmt::format("{}must be {}", member, words_for(known.shape));
  if (value.is_string() && !is_choice(known.choices, value.get<std::string>()))
    return fmt::format("{}must be one of {}", member, known.choices);
  if (!value.is_object()) return std::nullopt;
  for (const auto& [key, inside] : value.items()) {
    const Known* const deeper = find_known(fmt::format("{}.{}", known.path, key));
    if (deeper == nullptr) return fmt::format("\"{}\" is nothing that it has", key);
    if (auto mistake = mistake_in(inside, *deeper)) return mistake;
  }
  if (known.path == "sample" && !value.contains("interval")) return std::string("\"interval\" is missing");
  return std::nullopt;
}

// Only what must be JSON is told where it is none.
Result<Json> parse(const std::string& text, bool must_be_json, const Annotation& annotation, const std::string& file) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    if (!must_be_json) return Json(text);
    const std::string_view before = std::string_view(text).substr(0, error.byte > 0 ? error.byte - 1 : 0);
    Annotation there = annotation;
    there.line += static_cast<unsigned>(std::ranges::count(before, '\n'));
    return wrong_annotation(file, there, fmt::format("is no JSON: {}", text));
  }
}

Result<Json> value_of(const Annotation& annotation, Subject subject, const std::string& file) {
  if (subject == Subject::licence) return Json(annotation.text);
  const Known* const known = find_known(annotation.key);
  if (known == nullptr) return parse(annotation.text, false, annotation, file);
  if (known->shape == Shape::text) return Json(annotation.text);
  WAGGLE_TRY(Json value, parse(annotation.text, true, annotation, file));
  if (const auto mistake = mistake_in(value, *known)) return wrong_annotation(file, annotation, *mistake);
  return value;
}

void add_paragraph(Json& entry, const std::string& text) {
  if (entry.contains("description")) entry["description"] = entry["description"].get<std::string>() + "\n\n" + text;
  else entry["description"] = text;
}

}  // namespace

Error wrong_annotation(const std::string& file, const Annotation& annotation, std::string_view sentence) {
  const std::string_view mark = annotation.key == kEventTag ? "" : "@";
  return Error(EINVAL, fmt::format("{}:{}: {}{}: {}", file, annotation.line, mark, annotation.key, sentence));
}

Result<void> add_annotations(Json& entry, Subject subject, const std::vector<Annotation>& annotations,
                             const std::string& file) {
  for (const Annotation& annotation : annotations) {
    if (annotation.key.empty()) {
      add_paragraph(entry, annotation.text);
      continue;
    }
    const Known* const known = find_known(annotation.key);
    if (known != nullptr && known->subject != subject)
      return wrong_annotation(file, annotation,
                              fmt::format("is for {}, not for {}", words_for(known->subject), words_for(subject)));
    if (entry.contains(annotation.key))
      return wrong_annotation(file, annotation, "is said twice, or is another's word");
    WAGGLE_TRY(Json value, value_of(annotation, subject, file));
    if (annotation.key != "event") entry[annotation.key] = std::move(value);  // becomes the map's type
  }
  return {};
}

}  // namespace waggle::toolchain
