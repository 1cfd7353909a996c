#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/driver/driver.h"
#include "compiler/sema/checked_program.h"
#include "compiler/syntax/declaration.h"

namespace itw {

/// The trees that sema reads, which nobody needs after it, and what is known of them.
struct Front {
  std::deque<syntax::File> trees;
  sema::CheckInput input;
};

/// Loads the files that the user's file, which is the first module, leads to by its imports: each
/// once, however many import it. Reports files that cannot be read and imports that run in a
/// circle, which are then left out.
class ImportLoader {
 public:
  ImportLoader(Compilation& unit, Front& front, const FileSystem& files);

  void loadAll();

 private:
  struct Edge {
    std::uint32_t from;
    sema::LoadedImport import;
  };

  void loadImportsOf(std::uint32_t module);
  void loadFile(std::uint32_t from, const syntax::Declaration& declaration,
                const syntax::ImportDecl& import);
  std::string prefixOf(std::uint32_t from, const syntax::ImportDecl& import) const;
  void keepEdgesWithoutCycles();

  Compilation& unit_;
  Front& front_;
  const FileSystem& files_;
  std::unordered_map<std::string, std::uint32_t> modules_;  // By path, as put together.
  std::vector<std::string> paths_;                          // Of the modules.
  std::vector<std::vector<Edge>> edges_;
};

/// `folder/../x.itw` without its detours; `file` is relative to the folder of `importer`.
std::string joinPath(const std::string& importer, const std::string& file);

}  // namespace itw
