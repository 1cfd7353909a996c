#include "compiler/driver/standard_library.h"

#include <span>

#include "compiler/base/embedded.h"

namespace itw {

// Made by the build from stdlib/*.itw.
std::span<const EmbeddedFile> standardTexts();

const std::vector<StandardModule>& standardModules() {
  static const std::vector<StandardModule> kModules = [] {
    std::vector<StandardModule> modules;
    for (const EmbeddedFile& file : standardTexts()) {
      const std::string stem(file.name.substr(0, file.name.rfind('.')));
      modules.push_back({"std." + stem, "std/" + std::string(file.name), file.bytes});
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
