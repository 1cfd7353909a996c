#include "compiler/driver/import_loader.h"

#include "compiler/driver/driver_diagnostics.h"
#include "compiler/parse/parser.h"

namespace itw {
namespace {

const syntax::ImportDecl& importOf(const sema::LoadedImport& import) {
  return std::get<syntax::ImportDecl>(import.declaration->node);
}

/// A place in the walk through the imports: a module and which of its imports comes next.
struct Step {
  std::uint32_t module;
  std::size_t next = 0;
};

}  // namespace

std::string joinPath(const std::string& importer, const std::string& file) {
  const auto slash = importer.rfind('/');
  const bool absolute = file.starts_with('/');
  std::string path =
      absolute || slash == std::string::npos ? file : importer.substr(0, slash + 1) + file;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    const bool climbs = part == ".." && !parts.empty() && parts.back() != "..";
    if (climbs) parts.pop_back();
    if (!climbs && !part.empty() && part != ".") parts.push_back(part);
    at = end + 1;
  }
  std::string result = path.starts_with('/') ? "/" : "";
  for (const std::string& part : parts) {
    if (!result.empty() && result.back() != '/') result += '/';
    result += part;
  }
  return result;
}

ImportLoader::ImportLoader(Compilation& unit, Front& front, const FileSystem& files)
    : unit_(unit), front_(front), files_(files) {
  const std::string& path = unit.sources.file(FileId(0)).path();
  paths_.push_back(path);
  edges_.emplace_back();
  modules_.emplace(joinPath("", path), 0);
}

void ImportLoader::loadAll() {
  for (std::uint32_t module = 0; module < paths_.size(); ++module) loadImportsOf(module);
  keepEdgesWithoutCycles();
}

void ImportLoader::loadImportsOf(std::uint32_t module) {
  for (const syntax::Declaration& declaration : front_.input.modules[module].file->declarations) {
    const auto* import = std::get_if<syntax::ImportDecl>(&declaration.node);
    if (import != nullptr && !import->file.empty()) loadFile(module, declaration, *import);
  }
}

void ImportLoader::loadFile(std::uint32_t from, const syntax::Declaration& declaration,
                            const syntax::ImportDecl& import) {
  if (!import.file.ends_with(".itw")) {
    unit_.diagnostics.add(importNotItw(declaration.span, import.file));
    return;
  }
  const std::string path = joinPath(paths_[from], import.file);
  auto known = modules_.find(path);
  if (known == modules_.end()) {
    auto text = files_.read(path);
    if (!text) {
      unit_.diagnostics.add(importUnreadable(declaration.span, text.error().message));
      return;
    }
    const FileId file = unit_.sources.add(path, *std::move(text));
    front_.trees.push_back(parse(unit_.sources, file, unit_.diagnostics));
    const auto module = static_cast<std::uint32_t>(paths_.size());
    front_.input.modules.push_back(
        {.name = prefixOf(from, import), .file = &front_.trees.back(), .path = import.file});
    paths_.push_back(path);
    edges_.emplace_back();
    known = modules_.emplace(path, module).first;
  }
  edges_[from].push_back({from, {&declaration, known->second}});
}

std::string ImportLoader::prefixOf(std::uint32_t from, const syntax::ImportDecl& import) const {
  const std::string& outer = front_.input.modules[from].name;
  if (!import.alias) return outer;
  return outer.empty() ? import.alias->text : outer + "." + import.alias->text;
}

// An import that leads back to a file on the way to it closes a circle.
void ImportLoader::keepEdgesWithoutCycles() {
  enum class State : std::uint8_t { Fresh, OnPath, Done };
  std::vector<State> states(paths_.size(), State::Fresh);
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
        circle.push_back({import.declaration->span, importOf(import).file});
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
