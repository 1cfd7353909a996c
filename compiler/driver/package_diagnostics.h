#pragma once

#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"

namespace itw {

/// An import of a package, as its messages name it.
struct PackageImport {
  Span span;
  std::string package;  ///< "turbines".
  std::string module;   ///< "turbines.wake.gauss".
  std::string lock;     ///< The path of the lock.
};

Diagnostic packageNotLocked(const PackageImport& import, const std::string& nearest,
                            const std::vector<std::string>& locked);
/// `what` happened to the file: "has changed since", "cannot be read: ...".
Diagnostic packageChanged(const PackageImport& import, const std::string& file,
                          const std::string& what);
Diagnostic moduleNotInPackage(const PackageImport& import, const std::string& nearest,
                              const std::vector<std::string>& modules);
Diagnostic lockUnreadable(const PackageImport& import, const std::string& reason);
/// A file of a package imports a file that the lock does not have.
Diagnostic importLeavesPackage(Span import, const std::string& file, const std::string& package);
/// A package has a lock of its own, of another version of what it imports.
Diagnostic lockedOtherwise(const PackageImport& import, const std::string& importer);

}  // namespace itw
