#pragma once

#include <string>
#include <vector>

#include "compiler/package/lock_file.h"

namespace itw::cli {

/// What locking anew does to one package.
struct LockChange {
  enum class Kind : std::uint8_t { Same, Added, Changed, Removed };

  Kind kind = Kind::Same;
  std::string package;
  std::string version;             ///< Of the new lock; of the old one for what is removed.
  std::string digest;              ///< As version.
  std::vector<std::string> files;  ///< Of a changed one: those added, changed or removed.
};

/// What differs between two locks, package by package in the order of their names.
std::vector<LockChange> changesOf(const LockFile& before, const LockFile& after);

/// "added", "changed", "removed" or "same".
std::string_view wordOf(LockChange::Kind kind);

/// A line a package: "changed turbines 1.3.0: package.itw, wake.itw".
std::string changesText(const std::vector<LockChange>& changes);

}  // namespace itw::cli
