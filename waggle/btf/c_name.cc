#include "waggle/btf/c_name.hh"

#include <fmt/format.h>
#include <linux/btf.h>

namespace waggle::btf {
namespace {

// A parameter can be a function itself; what a hostile BTF makes of that ends here.
constexpr std::size_t kMostParameters = 8;

class Declarator {
 public:
  explicit Declarator(const Image& image) : image_(image) {}

  // The type of a thing that is written as `inner`: C puts pointers before a name, arrays and parameters behind it.
  std::string write(TypeId id, const std::string& inner) {
    if (id == 0) return join("void", inner);
    if (++steps_ > kMostSteps) return join("...", inner);
    const Record& record = image_.at(id);
    switch (record.kind) {
      case BTF_KIND_PTR: pointed_ = true; return write(record.type, pointer(record.type, "*" + inner));
      case BTF_KIND_ARRAY: return write(record.words[0], array(inner, record.words[2]));
      case BTF_KIND_FUNC_PROTO: return write(record.type, inner + parameters(record));
      case BTF_KIND_CONST: return qualify("const", record.type, inner);
      case BTF_KIND_VOLATILE: return qualify("volatile", record.type, inner);
      case BTF_KIND_RESTRICT: return qualify("restrict", record.type, inner);
      case BTF_KIND_TYPE_TAG: return write(record.type, inner);
      case BTF_KIND_STRUCT: return join(tagged("struct", record.name), inner);
      case BTF_KIND_UNION: return join(tagged("union", record.name), inner);
      case BTF_KIND_FWD: return join(tagged(record.flag ? "union" : "struct", record.name), inner);
      case BTF_KIND_ENUM:
      case BTF_KIND_ENUM64: return join(tagged("enum", record.name), inner);
      default: return join(record.name, inner);
    }
  }

 private:
  static std::string join(std::string_view word, const std::string& inner) {
    if (inner.empty()) return std::string(word);
    return fmt::format(fmt::runtime(inner.front() == '[' ? "{}{}" : "{} {}"), word, inner);
  }

  static std::string tagged(std::string_view tag, std::string_view name) {
    return name.empty() ? std::string(tag) : fmt::format("{} {}", tag, name);
  }

  // "[]" for an array without a length, as C has it at the end of structures.
  static std::string array(const std::string& inner, std::uint32_t count) {
    return count == 0 ? inner + "[]" : fmt::format("{}[{}]", inner, count);
  }

  [[nodiscard]] std::string pointer(TypeId to, std::string inner) const {
    const std::uint32_t kind = image_.at(to).kind;
    return kind == BTF_KIND_ARRAY || kind == BTF_KIND_FUNC_PROTO ? "(" + inner + ")" : inner;
  }

  // A qualifier of a pointer stands behind its star, any other before the type.
  std::string qualify(std::string_view word, TypeId type, const std::string& inner) {
    if (!pointed_) return write(type, inner);
    const Record& record = image_.at(type);
    if (record.kind == BTF_KIND_PTR)
      return write(record.type, pointer(record.type, fmt::format("*{}{}{}", word, inner.empty() ? "" : " ", inner)));
    return fmt::format("{} {}", word, write(type, inner));
  }

  std::string parameters(const Record& prototype) {
    std::string list;
    for (std::size_t i = 0; i < prototype.words.size() / 2; ++i) {
      if (!list.empty()) list += ", ";
      const TypeId type = prototype.words[2 * i + 1];
      if (i == kMostParameters || type == 0) {  // the last one without a type is C's "..."
        list += "...";
        break;
      }
      list += write(type, "");
    }
    return "(" + (list.empty() ? "void" : list) + ")";
  }

  const Image& image_;
  int steps_ = 0;
  bool pointed_ = false;  // we are behind a pointer
};

}  // namespace

std::string c_name(const Image& image, TypeId type) {
  return type < image.count() ? Declarator(image).write(type, "") : std::string();
}

}  // namespace waggle::btf
