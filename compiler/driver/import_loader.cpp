#include "compiler/driver/import_loader.h"

#include <algorithm>

#include "compiler/base/nearest.h"
#include "compiler/base/sha256.h"
#include "compiler/driver/driver_diagnostics.h"
#include "compiler/driver/join_path.h"
#include "compiler/parse/parser.h"

namespace itw {
namespace {

/// The names behind `import`, as a reader sees them.
std::string dotted(const std::vector<syntax::Name>& path) {
  std::string text;
  for (const syntax::Name& name : path) text += (text.empty() ? "" : ".") + name.text;
  return text;
}

std::string whatIsImported(const sema::LoadedImport& loaded) {
  const auto& import = std::get<syntax::ImportDecl>(loaded.declaration->node);
  return import.file.empty() ? dotted(import.path) : import.file;
}

/// A place in the walk through the imports: a module and which of its imports comes next.
struct Step {
  std::uint32_t module;
  std::size_t next = 0;
};

}  // namespace

ImportLoader::ImportLoader(Compilation& unit, Front& front, const FileSystem& files)
    : unit_(unit), front_(front), files_(files) {
  const std::string& path = unit.sources.file(FileId(0)).path();
  places_.push_back({path, ""});
  edges_.emplace_back();
  modules_.emplace(joinPath("", path), 0);
}

void ImportLoader::loadAll() {
  for (std::uint32_t module = 0; module < places_.size(); ++module) loadImportsOf(module);
  keepEdgesWithoutCycles();
}

void ImportLoader::loadImportsOf(std::uint32_t module) {
  for (const syntax::Declaration& declaration : front_.input.modules[module].file->declarations) {
    const auto* import = std::get_if<syntax::ImportDecl>(&declaration.node);
    if (import == nullptr) continue;
    if (!import->file.empty())
      loadFile({module, declaration, *import});
    else if (!import->path.empty() && import->path.front().text != "std")
      loadPackage({module, declaration, *import});
  }
}

void ImportLoader::loadFile(const Place& place) {
  const std::string& file = place.import.file;
  if (!file.ends_with(".itw")) {
    unit_.diagnostics.add(importNotItw(place.declaration.span, file));
    return;
  }
  const std::string path = joinPath(places_[place.from].path, file);
  const std::string& package = places_[place.from].package;
  std::string inside;
  if (!package.empty()) {
    const LockedPackage& locked = lock_->lock.packages.at(package);
    inside = path.substr(std::min(path.size(), lock_->pathOf(locked, "").size() + 1));
    if (path != lock_->pathOf(locked, inside) || !locked.files.contains(inside)) {
      unit_.diagnostics.add(importLeavesPackage(place.declaration.span, file, package));
      return;
    }
  }
  load(place, {path, package, inside, package.empty() ? file : package + "/" + inside});
}

void ImportLoader::loadPackage(const Place& place) {
  if (!lock_) lock_ = findLock(files_, places_[0].path);
  if (lock_->path.empty()) return;
  const bool first = !front_.input.loadsPackages;
  front_.input.loadsPackages = true;
  const PackageImport import = importOf(place);
  if (!lock_->failure.empty()) {
    if (first) unit_.diagnostics.add(lockUnreadable(import, lock_->failure));
    return;
  }
  const auto locked = lock_->lock.packages.find(import.package);
  if (locked == lock_->lock.packages.end()) {
    std::vector<std::string> names;
    for (const auto& [name, package] : lock_->lock.packages) names.push_back(name);
    unit_.diagnostics.add(packageNotLocked(import, nearestName(import.package, names), names));
    return;
  }
  std::vector<std::string> parts;
  for (const syntax::Name& name : place.import.path) parts.push_back(name.text);
  const std::string inside = moduleFile(parts);
  if (!locked->second.files.contains(inside)) {
    const std::vector<std::string> modules = modulesOf(import.package, locked->second);
    unit_.diagnostics.add(moduleNotInPackage(import, nearestName(import.module, modules), modules));
    return;
  }
  checkOwnLock(place, import);
  load(place, {lock_->pathOf(locked->second, inside), import.package, inside, import.module});
}

PackageImport ImportLoader::importOf(const Place& place) const {
  const std::vector<syntax::Name>& path = place.import.path;
  return {.span = join(path.front().span, path.back().span),
          .package = path.front().text,
          .module = dotted(path),
          .lock = lock_->path};
}

// What a package was tested with, where its author says so by a lock of its own.
void ImportLoader::checkOwnLock(const Place& place, const PackageImport& import) {
  const std::string& importer = places_[place.from].package;
  const auto& packages = lock_->lock.packages;
  if (importer.empty() || importer == import.package ||
      !packages.at(importer).files.contains(std::string(kLockName)))
    return;
  auto text = files_.read(lock_->pathOf(packages.at(importer), std::string(kLockName)));
  auto own = text ? readLock(*text) : Result<LockFile>(LockFile());
  if (!own) return;
  const auto meant = own->packages.find(import.package);
  if (meant == own->packages.end() || meant->second.digest == packages.at(import.package).digest)
    return;
  unit_.diagnostics.add(lockedOtherwise(import, importer));
}

void ImportLoader::load(const Place& place, const Loaded& what) {
  auto known = modules_.find(what.path);
  if (known == modules_.end()) {
    auto text = files_.read(what.path);
    if (!what.package.empty() && !isAsLocked(place, what, text)) return;
    if (!text) {
      unit_.diagnostics.add(importUnreadable(place.declaration.span, text.error().message));
      return;
    }
    const FileId file = unit_.sources.add(what.path, *std::move(text));
    front_.trees.push_back(parse(unit_.sources, file, unit_.diagnostics));
    if (!what.package.empty()) front_.packageFiles.insert(file.index());
    const auto module = static_cast<std::uint32_t>(places_.size());
    front_.input.modules.push_back({.name = prefixOf(place.from, place.import),
                                    .file = &front_.trees.back(),
                                    .isPackage = !what.package.empty(),
                                    .path = what.title});
    places_.push_back({what.path, what.package});
    edges_.emplace_back();
    known = modules_.emplace(what.path, module).first;
  }
  edges_[place.from].push_back({place.from, {&place.declaration, known->second}});
}

bool ImportLoader::isAsLocked(const Place& place, const Loaded& what,
                              const Result<std::string>& text) {
  const std::string& digest = lock_->lock.packages.at(what.package).files.at(what.inside);
  if (text && digestText(sha256(*text)) == digest) return true;
  if (!changed_.insert(what.path).second) return false;
  PackageImport import{place.declaration.span, what.package, what.title, lock_->path};
  if (!place.import.path.empty()) import.span = importOf(place).span;
  unit_.diagnostics.add(packageChanged(
      import, what.inside,
      text ? "has changed since it was locked" : "cannot be read: " + text.error().message));
  return false;
}

std::string ImportLoader::prefixOf(std::uint32_t from, const syntax::ImportDecl& import) const {
  const std::string& outer = front_.input.modules[from].name;
  if (!import.alias) return outer;
  return outer.empty() ? import.alias->text : outer + "." + import.alias->text;
}

// An import that leads back to a file on the way to it closes a circle.
void ImportLoader::keepEdgesWithoutCycles() {
  enum class State : std::uint8_t { Fresh, OnPath, Done };
  std::vector<State> states(places_.size(), State::Fresh);
  std::vector<Step> path{{0}};
  states[0] = State::OnPath;
  while (!path.empty()) {
    Step& step = path.back();
    if (step.next == edges_[step.module].size()) {
      states[step.module] = State::Done;
      path.pop_back();
      continue;
    }
    const Edge& edge = edges_[step.module][step.next++];
    const std::uint32_t to = edge.import.module;
    if (states[to] == State::OnPath) {
      std::vector<ImportPlace> circle;
      for (std::size_t i = path.size(); i-- > 0;) {
        const Step& each = path[i];
        const sema::LoadedImport& import = edges_[each.module][each.next - 1].import;
        circle.push_back({import.declaration->span, whatIsImported(import)});
        if (each.module == to) break;
      }
      unit_.diagnostics.add(cyclicImport(circle));
      continue;
    }
    front_.input.modules[edge.from].imports.push_back(edge.import);
    if (states[to] == State::Done) continue;
    states[to] = State::OnPath;
    path.push_back({to});
  }
}

}  // namespace itw
