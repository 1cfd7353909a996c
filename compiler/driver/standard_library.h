#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/sha256.h"

namespace itw {

/// A module of the standard library as the build put it into the program.
struct StandardModule {
  std::string name;       ///< "std.nn".
  std::string path;       ///< What diagnostics call its file: "std/nn.itw".
  std::string_view text;  ///< Its source.
  std::string_view tree;  ///< What syntax::writeTree made of it.
  bool isPrelude;         ///< Its names need no import.
};

/// The module of that name, or null.
const StandardModule* findStandardModule(std::string_view name);

/// All modules, by name.
const std::vector<StandardModule>& standardModules();

/// The qualified names that are declared but that this version cannot run, sorted
/// (stdlib/unimplemented.txt).
const std::vector<std::string>& unimplementedNames();

/// The digest of all sources: which standard library a plan was made with.
Digest standardLibraryDigest();

}  // namespace itw
