#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/driver/driver.h"
#include "compiler/driver/package_diagnostics.h"
#include "compiler/driver/package_lock.h"
#include "compiler/sema/checked_program.h"
#include "compiler/syntax/declaration.h"

namespace itw {

/// The trees that sema reads, which nobody needs after it, and what is known of them.
struct Front {
  std::deque<syntax::File> trees;
  sema::CheckInput input;
  /// Files of packages: what is only a warning there is not the user's to mend.
  std::unordered_set<std::size_t> packageFiles;
};

/// Loads the files that the user's file, which is the first module, leads to by its imports: each
/// once, however many import it. Those of packages must be what itw.lock has. Reports files that
/// cannot be read and imports that run in a circle, which are then left out.
class ImportLoader {
 public:
  ImportLoader(Compilation& unit, Front& front, const FileSystem& files);

  void loadAll();

 private:
  struct Edge {
    std::uint32_t from;
    sema::LoadedImport import;
  };

  /// An import and the module that it stands in.
  struct Place {
    std::uint32_t from;
    const syntax::Declaration& declaration;
    const syntax::ImportDecl& import;
  };
  /// A file that is imported.
  struct Loaded {
    std::string path;
    std::string package;  // Empty for files of the user's.
    std::string inside;   // Its path within the package.
    std::string title;    // What messages call it.
  };
  /// Where a module was found.
  struct Origin {
    std::string path;     // As put together.
    std::string package;  // Or empty.
  };

  void loadImportsOf(std::uint32_t module);
  void loadFile(const Place& place);
  void loadPackage(const Place& place);
  void load(const Place& place, const Loaded& what);
  bool isAsLocked(const Place& place, const Loaded& what, const Result<std::string>& text);
  void checkOwnLock(const Place& place, const PackageImport& import);
  PackageImport importOf(const Place& place) const;
  std::string prefixOf(std::uint32_t from, const syntax::ImportDecl& import) const;
  void keepEdgesWithoutCycles();

  Compilation& unit_;
  Front& front_;
  const FileSystem& files_;
  std::unordered_map<std::string, std::uint32_t> modules_;  // By path, as put together.
  std::vector<Origin> places_;                              // Of the modules.
  std::vector<std::vector<Edge>> edges_;
  std::unordered_set<std::string> changed_;  // Files of packages that were reported.
  std::optional<FoundLock> lock_;            // Looked for when the first package is imported.
};

}  // namespace itw
