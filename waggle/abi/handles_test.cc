#include "waggle/abi/handles.hh"

#include <gtest/gtest.h>

#include <vector>

namespace waggle::abi {
namespace {

struct Thing {
  Thing(int n, std::vector<int>* order) : number(n), gone(order) {}
  ~Thing() { gone->push_back(number); }
  int number;
  std::vector<int>* gone;
};

class Handles : public ::testing::Test {
 protected:
  std::shared_ptr<Thing> thing(int n) { return std::make_shared<Thing>(n, &gone_); }
  std::vector<int> gone_;
};

TEST_F(Handles, ArePositiveAndFitAnInt) {
  HandleTable<Thing> table;
  const auto handle = table.add(thing(1)).value();
  EXPECT_GT(handle.id, 0u);
  EXPECT_LT(handle.id, std::uint64_t{1} << 31);
  EXPECT_EQ(table.find(handle)->number, 1);
}

TEST_F(Handles, WhatWasNeverGivenOutIsNothing) {
  HandleTable<Thing> table;
  const auto handle = table.add(thing(1)).value();
  for (const std::uint64_t id : {std::uint64_t{0}, handle.id + 1, handle.id | std::uint64_t{1} << 31,
                                 handle.id | std::uint64_t{1} << 32, ~std::uint64_t{0}})
    EXPECT_EQ(table.find({id}), nullptr) << id;
}

TEST_F(Handles, ClosedHandleNeverNamesSomethingNew) {
  HandleTable<Thing> table;
  const auto old = table.add(thing(1)).value();
  ASSERT_TRUE(table.close(old).ok());
  const auto fresh = table.add(thing(2)).value();
  EXPECT_NE(old.id, fresh.id);
  EXPECT_EQ(table.find(old), nullptr);
  EXPECT_EQ(table.close(old).error().code(), EINVAL);
  EXPECT_EQ(table.find(fresh)->number, 2);
}

TEST_F(Handles, ClosedUnderAPinLivesUntilTheLastUserLetsGo) {
  HandleTable<Thing> table;
  const auto handle = table.add(thing(1)).value();
  auto pin = table.find(handle);
  ASSERT_TRUE(table.close(handle).ok());
  EXPECT_TRUE(gone_.empty());
  pin.reset();
  EXPECT_EQ(gone_, std::vector<int>{1});
}

TEST_F(Handles, NewestGoesFirst) {
  {
    HandleTable<Thing> table;
    for (int i = 1; i <= 3; ++i) static_cast<void>(table.add(thing(i)).value());
  }
  EXPECT_EQ(gone_, (std::vector<int>{3, 2, 1}));
}

TEST_F(Handles, AreCapped) {
  HandleTable<Thing> table(2);
  static_cast<void>(table.add(thing(1)).value());
  const auto second = table.add(thing(2)).value();
  EXPECT_EQ(table.add(thing(3)).error().code(), EMFILE);
  ASSERT_TRUE(table.close(second).ok());
  EXPECT_TRUE(table.add(thing(4)).ok());
}

TEST_F(Handles, PlaceIsRetiredWhenItsGenerationsAreUsedUp) {
  HandleTable<Thing> table;
  std::vector<std::uint64_t> first;
  Handle<Thing> handle{};
  for (std::uint32_t i = 0; i <= HandleTable<Thing>::kGenerations; ++i) {
    handle = table.add(thing(0)).value();
    if (i == 0) first.push_back(handle.id);
    ASSERT_TRUE(table.close(handle).ok());
  }
  EXPECT_NE(handle.id, first.front()) << "a generation came back";
}

}  // namespace
}  // namespace waggle::abi
