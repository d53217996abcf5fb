// How much of something a guest may hold at once, so that what it asks of the host stays bounded.
#pragma once

#include <cerrno>
#include <cstddef>
#include <utility>

#include "waggle/base/result.hh"

namespace waggle::abi {

class Budget;

// A part of a Budget, given back when it goes. Borrows the Budget.
class [[nodiscard("dropping a Charge gives it back")]] Charge {
 public:
  Charge(Charge&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)), amount_(other.amount_) {}
  Charge& operator=(Charge&&) = delete;
  inline ~Charge();

 private:
  friend class Budget;
  Charge(Budget& budget, std::size_t amount) : budget_(&budget), amount_(amount) {}
  Budget* budget_;
  std::size_t amount_;
};

class Budget {
 public:
  explicit Budget(std::size_t amount) : left_(amount) {}
  Budget(const Budget&) = delete;
  // ENOMEM where less than `amount` is left.
  Result<Charge> take(std::size_t amount) {
    if (amount > left_) return Error(ENOMEM);
    left_ -= amount;
    return Charge(*this, amount);
  }

 private:
  friend class Charge;
  std::size_t left_;
};

Charge::~Charge() {
  if (budget_) budget_->left_ += amount_;
}

}  // namespace waggle::abi
