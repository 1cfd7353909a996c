#pragma once

#define ITW_UNEXPLAINED(x) ((x) + 1)

namespace itw {

class Forward;
struct Unexplained {
  int field = 0;
  void inner(int a, int b);
};

/// Explained.
class Explained final : public Base {
 public:
  Explained(int a, int b);
  ~Explained() override;
  Explained& operator=(const Explained&) = delete;
  int count() const { return count_; }
  void add(std::pair<int, int> both);
  void put(int key, int value);
  /// Explained, and so is its overload below.
  void take(int key, int value);
  /// A group:
  void first(int a, int b);
  void second(int a, int b);

  void take(int key, int value, int more);
  void visit(int a, int b) override;
  enum class Inner { A, B };

 private:
  void hidden(int a, int b);
  int count_ = 0;
};

using Alias = int;
namespace detail {
int nobodyElses(int a);
}
inline constexpr int kConstant = 3;
template <class T>
concept Good = true;
enum class Colour { Red, Green };  ///< Explained behind.
template <class T>
T largest(const std::vector<T>& values) {
  struct Local {};
  return values.front();
}
int free(int x);

/// Explained.
template <class T>
[[nodiscard]] int explained(T x, int y = f({1, 2}));

}  // namespace itw

template <>
struct std::hash<itw::Explained> {
  int operator()(int x) const { return x; }
};
