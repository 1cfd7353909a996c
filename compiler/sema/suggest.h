#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw::sema {

/// The candidate that a person who wrote `name` most likely meant, or an empty text: first by the
/// table of foreign spellings, then by Damerau-Levenshtein distance of at most a third of the
/// length.
std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates);

/// Damerau-Levenshtein distance (optimal string alignment), or `limit + 1` when it is larger.
std::size_t editDistance(std::string_view left, std::string_view right, std::size_t limit);

}  // namespace itw::sema
