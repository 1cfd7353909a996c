#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace itw {

/// A declaration of the standard library as the reference shows it.
struct ReferenceEntry {
  std::string name;       ///< "std.nn.linear".
  std::string kind;       ///< "op", "task", or a component's kind: "optimizer".
  std::string doc;        ///< The text of its `##` block.
  std::string_view text;  ///< The declaration as written.
  bool implemented = true;
};

/// A module of the standard library: its own `##` block and its declarations in their order.
struct ReferenceModule {
  std::string name;  ///< "std.nn".
  std::string doc;
  bool isPrelude = false;
  std::vector<ReferenceEntry> entries;
};

/// The reference of the standard library, from its doc comments.
std::vector<ReferenceModule> standardReference();

/// The page of a module in Markdown.
std::string toMarkdown(const ReferenceModule& module);
/// The part of a page that shows one declaration.
std::string toMarkdown(const ReferenceEntry& entry);

/// All declarations of that name, "linear" or "std.nn.linear": there is a loss and a metric `mse`.
std::vector<ReferenceEntry> findInReference(std::string_view name);

}  // namespace itw
