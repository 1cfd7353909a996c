#include "compiler/driver/standard_library.h"

#include <algorithm>
#include <span>
#include <sstream>

#include "compiler/base/check.h"
#include "compiler/base/embedded.h"

namespace itw {

// Made by the build from stdlib/*.itw, in the same order.
std::span<const EmbeddedFile> standardTexts();
std::span<const EmbeddedFile> standardTrees();
std::span<const EmbeddedFile> standardLists();

namespace {

// A strategy, searcher, tracker or scheduler is named where only its kind can stand.
constexpr std::string_view kPrelude[] = {"clause", "observe", "scheduler", "search", "strategy"};

}  // namespace

const std::vector<StandardModule>& standardModules() {
  static const std::vector<StandardModule> kModules = [] {
    std::vector<StandardModule> modules;
    const auto texts = standardTexts();
    const auto trees = standardTrees();
    ITW_CHECK(texts.size() == trees.size(), "a module of the standard library has no tree");
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string stem(texts[i].name.substr(0, texts[i].name.rfind('.')));
      const bool prelude =
          std::find(std::begin(kPrelude), std::end(kPrelude), stem) != std::end(kPrelude);
      modules.push_back({"std." + stem, "std/" + std::string(texts[i].name), texts[i].bytes,
                         trees[i].bytes, prelude});
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

const std::vector<std::string>& unimplementedNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    std::istringstream lines{std::string(standardLists()[0].bytes)};
    for (std::string line; std::getline(lines, line);)
      if (!line.empty() && line[0] != '#') names.push_back(line.substr(line.rfind(' ') + 1));
    std::sort(names.begin(), names.end());
    return names;
  }();
  return kNames;
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
