// Where recorded events come from: a file, standard input, a test's bytes.
#pragma once

#include <cstddef>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::event {

class Input {
 public:
  Input() = default;
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  virtual ~Input() = default;

  // Fills the front of `into` and says how far; 0 at the end.
  virtual Result<std::size_t> read(MutableBytes into) = 0;
};

}  // namespace waggle::event
