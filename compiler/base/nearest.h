#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw {

/// Damerau-Levenshtein distance (optimal string alignment: insertions, deletions, replacements and
/// swaps of neighbours), or `limit + 1` when it is larger or a word is longer than 64 bytes.
std::size_t editDistance(std::string_view left, std::string_view right, std::size_t limit);

/// A name without what people vary: `batchSize` and `batch_size` are both `batchsize`.
std::string spelling(std::string_view name);

/// The candidate that a misspelt word most likely means; empty when none is within a third of its
/// length. The first of equally near ones wins; one that differs in capitals and underscores only
/// is nearest.
std::string nearestName(std::string_view word, const std::vector<std::string_view>& candidates);
std::string nearestName(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace itw
