// Where the fuzz targets print to.
#pragma once

#include "waggle/event/output.hh"

namespace waggle::fuzz {

class Nowhere final : public event::Output {
 public:
  Result<void> write(std::string_view) override { return {}; }
};

}  // namespace waggle::fuzz
