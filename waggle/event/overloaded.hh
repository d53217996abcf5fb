// One function of several, for std::visit.
#pragma once

namespace waggle::event {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace waggle::event
