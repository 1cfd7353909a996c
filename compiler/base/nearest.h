#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw {

/// Insertions, deletions, replacements and swaps of neighbours between two words, at most `limit`
/// + 1.
std::size_t editDistance(std::string_view left, std::string_view right, std::size_t limit);

/// The candidate that a misspelt word most likely means; empty when none is close enough. The first
/// of equally near ones wins.
std::string nearestName(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace itw
