#include "waggle/vm/value.hh"

namespace waggle::vm {
namespace {

std::string_view word(char letter) {
  switch (letter) {
    case 'i': return "i32";
    case 'I': return "i64";
    case 'f': return "f32";
    case 'F': return "f64";
    case 'v': return "v128";
    default: return "ref";
  }
}

std::string spell_list(std::string_view letters) {
  std::string text;
  for (const char letter : letters) {
    if (!text.empty()) text += ", ";
    text += word(letter);
  }
  return text;
}

}  // namespace

std::string spell(std::string_view type) {
  const auto middle = type.find(')');
  const std::string_view results = type.substr(middle + 1);
  const std::string head = "(" + spell_list(type.substr(0, middle)) + ") -> ";
  return head + (results.size() == 1 ? spell_list(results) : "(" + spell_list(results) + ")");
}

}  // namespace waggle::vm
