#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace itw::sched {

/// A set of numbers below a fixed size that gives back the smallest: a tree of 64-way bitmaps. Any
/// operation touches one word a level, four of them for 16 million numbers.
class RankSet {
 public:
  explicit RankSet(std::size_t size);

  void insert(std::size_t number);
  void erase(std::size_t number);
  /// The smallest number, if there is one.
  std::optional<std::size_t> first() const;
  bool empty() const { return levels_.back()[0] == 0; }
  std::size_t levels() const { return levels_.size(); }

 private:
  std::vector<std::vector<std::uint64_t>> levels_;  ///< Leaves first, one word at last.
};

}  // namespace itw::sched
