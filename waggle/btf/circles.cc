#include "waggle/btf/circles.hh"

#include <fmt/format.h>
#include <linux/btf.h>

#include <algorithm>

namespace waggle::btf {
namespace {

// The kernel's deepest structure has some twenty levels, typedefs and arrays counted.
constexpr std::uint16_t kDeepest = 256;

class Depths {
 public:
  explicit Depths(const Image& image) : image_(image), depths_(image.count(), kUnknown) {}

  // How many types stand below this one.
  Result<std::uint16_t> of(TypeId id, std::uint16_t above) {
    if (depths_[id] == kOpen) return contains_itself(id);
    if (depths_[id] != kUnknown) return depths_[id];
    if (above > kDeepest) return too_deep(id);
    depths_[id] = kOpen;
    std::uint16_t depth = 0;
    WAGGLE_CHECK(visit_parts(id, above, depth));
    return depths_[id] = depth;
  }

 private:
  static constexpr std::uint16_t kUnknown = 0xffff, kOpen = 0xfffe;

  [[nodiscard]] Error contains_itself(TypeId id) const {
    return Error(EINVAL, fmt::format("BTF type {} ({}) contains itself", id, image_.at(id).name));
  }
  [[nodiscard]] Error too_deep(TypeId id) const {
    return Error(EINVAL,
                 fmt::format("BTF type {} ({}) stands more than {} types deep", id, image_.at(id).name, kDeepest));
  }

  Result<void> visit(TypeId part, std::uint16_t above, std::uint16_t& depth) {
    WAGGLE_TRY(const std::uint16_t below, of(part, above + 1));
    depth = std::max<std::uint16_t>(depth, below + 1);
    if (depth > kDeepest) return too_deep(part);
    return {};
  }

  // What its size, its alignment or its meaning depends on.
  Result<void> visit_parts(TypeId id, std::uint16_t above, std::uint16_t& depth) {
    const Record& record = image_.at(id);
    switch (record.kind) {
      case BTF_KIND_TYPEDEF:
      case BTF_KIND_VOLATILE:
      case BTF_KIND_CONST:
      case BTF_KIND_RESTRICT:
      case BTF_KIND_TYPE_TAG:
      case BTF_KIND_DECL_TAG:
      case BTF_KIND_VAR: return visit(record.type, above, depth);
      case BTF_KIND_ARRAY: return visit(record.words[0], above, depth);
      case BTF_KIND_STRUCT:
      case BTF_KIND_UNION: return visit_words(record, 1, above, depth);
      case BTF_KIND_DATASEC: return visit_words(record, 0, above, depth);
      default: return {};
    }
  }

  Result<void> visit_words(const Record& record, std::size_t first, std::uint16_t above, std::uint16_t& depth) {
    for (std::size_t i = first; i < record.words.size(); i += 3) WAGGLE_CHECK(visit(record.words[i], above, depth));
    return {};
  }

  const Image& image_;
  std::vector<std::uint16_t> depths_;
};

}  // namespace

Result<void> check_circles(const Image& image) {
  Depths depths(image);
  for (TypeId id = 1; id < image.count(); ++id) WAGGLE_CHECK(depths.of(id, 0));
  return {};
}

}  // namespace waggle::btf
