// C++ without exceptions: the output is the same natively and as a guest.
#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square final : Shape {
  explicit Square(double side) : side(side) {}
  double area() const override { return side * side; }
  double side;
};

struct Told {
  explicit Told(const char* name) : name(name) { std::cout << "begin " << name << '\n'; }
  ~Told() { std::cout << "end " << name << '\n'; }
  const char* name;
};

const Told global("global");
thread_local int per_thread = 7;

void containers() {
  std::map<std::string, int> counts;
  for (const char* word : {"b", "a", "c", "a"}) ++counts[word];
  for (const auto& [word, count] : counts) std::cout << word << ' ' << count << ' ';
  std::vector<int> numbers(100);
  std::iota(numbers.begin(), numbers.end(), 1);
  std::ranges::sort(numbers, std::greater<>());
  std::unordered_map<int, std::string> names{{1, "one"}, {2, "two"}};
  std::cout << numbers.front() << ' ' << std::accumulate(numbers.begin(), numbers.end(), 0L) << ' ' << names.at(2)
            << '\n';
}

void objects() {
  const std::unique_ptr<Shape> shape = std::make_unique<Square>(3);
  const std::shared_ptr<int> shared = std::make_shared<int>(5);
  const std::variant<int, std::string> either = "text";
  const std::function<int(int)> twice = [](int x) { return 2 * x; };
  std::cout << shape->area() << ' ' << (dynamic_cast<const Square*>(shape.get()) != nullptr) << ' ' << *shared << ' '
            << std::get<std::string>(either) << ' ' << twice(21) << ' ' << std::optional<int>().value_or(9) << '\n';
}

void texts() {
  std::ostringstream out;
  out.precision(4);
  out << std::hex << 255 << ' ' << std::dec << 1e10 / 3 << ' ' << std::boolalpha << true;
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), 123456789012345L);
  std::cout << out.str() << ' ' << std::string_view(digits.data(), end) << ' ' << std::stod("2.5") + std::stol("-7")
            << '\n';
}

void threads() {
  static std::mutex mutex;
  static std::atomic<long> atomic = 1;
  const std::lock_guard lock(mutex);
  std::cout << ++atomic << ' ' << per_thread << ' ' << sizeof(long) << sizeof(void*) << ' '
            << (std::this_thread::get_id() == std::thread::id()) << ' '
            << (std::chrono::steady_clock::now().time_since_epoch().count() > 0) << '\n';
}

}  // namespace

int main() {
  containers();
  objects();
  texts();
  threads();
  return 0;
}
