#include "waggle/loader/near.hh"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace waggle::loader {
namespace {

// Levenshtein's: how many letters must be put in, taken out or changed.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  std::string_view best;
  std::size_t least = word.size() / 3 + 1;
  for (const std::string& each : known)
    if (const std::size_t far = distance(word, each); far < least) least = far, best = each;
  return best.empty() ? std::string() : fmt::format("; did you mean '{}'?", best);
}

}  // namespace waggle::loader
