#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw::sema {

/// The candidate that a person who wrote `name` most likely meant, or an empty text: first by the
/// table of foreign spellings, whatever their capitals and underscores, then by distance.
std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace itw::sema
