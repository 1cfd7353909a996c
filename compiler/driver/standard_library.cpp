#include "compiler/driver/standard_library.h"

#include <span>

#include "compiler/base/check.h"
#include "compiler/base/embedded.h"

namespace itw {

// Made by the build from stdlib/*.itw, in the same order.
std::span<const EmbeddedFile> standardTexts();
std::span<const EmbeddedFile> standardTrees();

const std::vector<StandardModule>& standardModules() {
  static const std::vector<StandardModule> kModules = [] {
    std::vector<StandardModule> modules;
    const auto texts = standardTexts();
    const auto trees = standardTrees();
    ITW_CHECK(texts.size() == trees.size(), "a module of the standard library has no tree");
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string stem(texts[i].name.substr(0, texts[i].name.rfind('.')));
      modules.push_back(
          {"std." + stem, "std/" + std::string(texts[i].name), texts[i].bytes, trees[i].bytes});
    }
    return modules;
  }();
  return kModules;
}

const StandardModule* findStandardModule(std::string_view name) {
  for (const StandardModule& module : standardModules()) {
    if (module.name == name) return &module;
  }
  return nullptr;
}

Digest standardLibraryDigest() {
  Sha256 hash;
  for (const EmbeddedFile& file : standardTexts()) {
    hash.update(file.name);
    hash.update(std::string_view("\0", 1));
    hash.update(std::to_string(file.bytes.size()));
    hash.update(std::string_view("\0", 1));
    hash.update(file.bytes);
  }
  return hash.finish();
}

}  // namespace itw
