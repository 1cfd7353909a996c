#include "compiler/sema/search/measured.h"

#include "compiler/sema/names_in.h"

namespace itw::sema {
namespace {

using syntax::SweepStatement;
using syntax::SweepStatementKind;

// The bindings that a sweep's objectives, limits and rule read.
std::unordered_set<std::string> bindingsRead(const syntax::SweepDecl& sweep) {
  std::unordered_set<std::string> names;
  auto read = [&](const syntax::ExprPtr& expr) {
    if (expr) forEachName(*expr, [&](const NameUse& use) { names.insert(use.name); });
  };
  for (const SweepStatement& statement : sweep.body) {
    const bool measures = statement.kind == SweepStatementKind::Minimize ||
                          statement.kind == SweepStatementKind::Maximize ||
                          statement.kind == SweepStatementKind::SubjectTo;
    if (measures) read(statement.value);
    if (statement.binding && statement.binding->name.text == "select")
      read(statement.binding->value);
  }
  return names;
}

PipelineInstance* instanceOf(CheckedProgram& program, const std::string& name) {
  for (auto* pipelines : {&program.pipelines, &program.searched})
    for (PipelineInstance& pipeline : *pipelines)
      if (pipeline.name == name) return &pipeline;
  return nullptr;
}

}  // namespace

void markMeasured(const Context& context, CheckedProgram& program) {
  for (const Symbol& symbol : context.symbols.all()) {
    const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol.declaration->node);
    const auto* study = std::get_if<syntax::StudyDecl>(&symbol.declaration->node);
    if (symbol.module != 0 || (sweep == nullptr && study == nullptr)) continue;
    const syntax::Name& name = sweep != nullptr ? sweep->pipeline : study->pipeline;
    PipelineInstance* pipeline = instanceOf(program, name.text);
    if (pipeline == nullptr) continue;
    const auto read = sweep != nullptr ? bindingsRead(*sweep) : std::unordered_set<std::string>();
    // A node is named after its binding: `fit`, or `fit.0` and `fit.train` inside it.
    for (TaskNode& node : pipeline->nodes)
      if (study != nullptr || read.contains(node.name.substr(0, node.name.find('.'))))
        node.mentioned = true;
  }
}

}  // namespace itw::sema
