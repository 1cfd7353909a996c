#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw::sema {

/// The candidate that a person who wrote `name` most likely meant, or an empty text: first by the
/// table of foreign spellings, whatever their capitals and underscores, then by distance.
std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates);

/// What a name of another language is here, where one word does not say it (foreign_help.def).
struct ForeignHelp {
  std::string_view theirs;
  std::string_view ours;  ///< What to write instead; may be empty.
  std::string_view help;
};

/// The help for a name where a value or call stands, or null.
const ForeignHelp* foreignName(std::string_view name);
/// The help for a name of an argument, or null.
const ForeignHelp* foreignArgument(std::string_view name);
/// The help for a name where a type stands, or null.
const ForeignHelp* foreignType(std::string_view name);
/// Whether Python has a module of this name that people of our field use.
bool isForeignModule(std::string_view name);

}  // namespace itw::sema
