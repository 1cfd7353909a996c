#include "compiler/driver/reference.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/driver/standard_library.h"
#include "compiler/syntax/declaration.h"
#include "compiler/syntax/tree_binary.h"

namespace itw {
namespace {

struct Named {
  std::string kind;
  std::string name;
};

struct NameOf {
  Named operator()(const syntax::OpDecl& op) const { return {"op", op.name.text}; }
  Named operator()(const syntax::TaskDecl& task) const { return {"task", task.name.text}; }
  Named operator()(const syntax::ModelDecl& model) const { return {"model", model.name.text}; }
  Named operator()(const syntax::FnDecl& fn) const { return {"fn", fn.name.text}; }
  Named operator()(const syntax::TypeDecl& type) const { return {"type", type.name.text}; }
  Named operator()(const syntax::ComponentDecl& component) const {
    return {component.kind.text, component.name.text};
  }
  template <typename Other>
  Named operator()(const Other&) const {
    return {};
  }
};

bool isImplemented(const std::string& name) {
  const std::vector<std::string>& missing = unimplementedNames();
  return !std::binary_search(missing.begin(), missing.end(), name);
}

ReferenceModule moduleOf(const StandardModule& module) {
  auto tree = syntax::readTree(module.tree, FileId(0));
  ITW_CHECK(tree.has_value(), "the tree of a standard module is of another build");
  ReferenceModule result{module.name, tree->doc, module.isPrelude, {}};
  for (const syntax::Declaration& declaration : tree->declarations) {
    const Named named = std::visit(NameOf{}, declaration.node);
    if (named.name.empty()) continue;
    const Span span = declaration.span;
    const std::string name = module.name + "." + named.name;
    result.entries.push_back({name, named.kind, declaration.doc,
                              module.text.substr(span.begin, span.end - span.begin),
                              isImplemented(name)});
  }
  return result;
}

std::string lastPart(std::string_view name) {
  return std::string(name.substr(name.rfind('.') + 1));
}

}  // namespace

std::vector<ReferenceModule> standardReference() {
  std::vector<ReferenceModule> modules;
  for (const StandardModule& module : standardModules()) modules.push_back(moduleOf(module));
  return modules;
}

std::string toMarkdown(const ReferenceEntry& entry) {
  std::string text = "### " + lastPart(entry.name) + " (" + entry.kind + ")\n\n";
  if (!entry.doc.empty()) text += entry.doc + "\n\n";
  text += "```itw\n" + std::string(entry.text) + "\n```\n";
  if (!entry.implemented) text += "\nChecked and planned; this version cannot run it yet.\n";
  return text;
}

std::string toMarkdown(const ReferenceModule& module) {
  std::string text = "# " + module.name + "\n\n";
  if (!module.doc.empty()) text += module.doc + "\n\n";
  if (!module.isPrelude) text += "Brought in by `import " + module.name + "`.\n\n";
  for (const ReferenceEntry& entry : module.entries) text += toMarkdown(entry) + "\n";
  return text;
}

std::vector<ReferenceEntry> findInReference(std::string_view name) {
  std::vector<ReferenceEntry> found;
  for (ReferenceModule& module : standardReference())
    for (ReferenceEntry& entry : module.entries)
      if (entry.name == name || lastPart(entry.name) == name) found.push_back(std::move(entry));
  return found;
}

}  // namespace itw
