#include "compiler/driver/echoes.h"

#include <algorithm>

namespace itw {

namespace {

/// Whether it says that something is unused, without effect or missing, which is certain only where
/// all that could use or give it is understood.
bool isAbsence(const Diagnostic& diagnostic) {
  switch (diagnostic.kind) {
    case DiagKind::UnusedImport:
    case DiagKind::UnusedDeclaration:
    case DiagKind::RequirementWithoutEffect:
    case DiagKind::OverrideWithoutEffect:
      return true;
    default:
      return diagnostic.onlyIfAlone;
  }
}

template <class... Kinds>
bool isAnyOf(const syntax::Declaration& declaration) {
  return (std::holds_alternative<Kinds>(declaration.node) || ...);
}

/// Declarations whose names inside are for themselves.
bool hasBody(const syntax::Declaration& each) {
  return isAnyOf<syntax::PipelineDecl, syntax::ModelDecl, syntax::StepDecl, syntax::FnDecl>(each);
}

/// Declarations that use params, constants, types and steps.
bool reads(const syntax::Declaration& each) {
  return hasBody(each) || isAnyOf<syntax::ParamDecl, syntax::LetDecl, syntax::TypeDecl,
                                  syntax::ShapeDecl, syntax::ImportDecl>(each);
}

Span nameOf(const syntax::Declaration& each) {
  return std::visit(
      [](const auto& node) -> Span {
        if constexpr (requires { node.name.span; })
          return node.name.span;
        else
          return {};
      },
      each.node);
}

bool isError(const Diagnostic& each) { return severityOf(each.kind) == Severity::Error; }

}  // namespace

Echoes::Echoes(const SourceMap& sources, const Front& front, const DiagnosticSink& syntax,
               const DiagnosticSink& found)
    : sources_(sources), syntaxErrors_(syntax.hasErrors()) {
  for (const syntax::File& tree : front.trees) trees_.emplace(tree.id.index(), &tree);
  for (const Diagnostic& each : syntax.all()) {
    if (!each.span.valid()) continue;
    lines_.insert(lineOf(each.span));
    places_.insert({each.span.file.index(), each.span.begin});
    if (isError(each)) noteError(each.span);
    const bool unnamed =
        each.kind == DiagKind::MisplacedEntry || each.kind == DiagKind::ForeignCollection;
    if (unnamed) unnamed_.insert(declarationAround(each.span));
  }
  for (const syntax::File& tree : front.trees)
    for (const syntax::Declaration& each : tree.declarations)
      lostPipeline_ = lostPipeline_ ||
                      (each.damagedHead && std::holds_alternative<syntax::PipelineDecl>(each.node));
  for (const Diagnostic& each : found.all())
    if (isError(each) && !isAbsence(each) && each.span.valid()) noteError(each.span);
}

void Echoes::noteError(Span span) {
  const syntax::Declaration* declaration = declarationAround(span);
  if (declaration != nullptr) wrong_.insert(declaration);
  wrongReader_ = wrongReader_ || declaration == nullptr || reads(*declaration);
}

const syntax::Declaration* Echoes::declarationAround(Span span) const {
  const auto tree = trees_.find(span.file.index());
  if (tree == trees_.end()) return nullptr;
  const auto& all = tree->second->declarations;
  auto next = std::upper_bound(
      all.begin(), all.end(), span.begin,
      [](std::uint32_t at, const syntax::Declaration& each) { return at < each.span.begin; });
  if (next == all.begin()) return nullptr;
  --next;
  return span.begin < next->span.end ? &*next : nullptr;
}

Echoes::Place Echoes::lineOf(Span span) const {
  return {span.file.index(), sources_.file(span.file).lineOf(span.begin)};
}

bool Echoes::surrounds(Span span) const {
  const auto place = places_.lower_bound({span.file.index(), span.begin});
  return place != places_.end() && place->first == span.file.index() && place->second < span.end;
}

bool Echoes::isLost(const Diagnostic& diagnostic) const {
  const bool name =
      diagnostic.kind == DiagKind::UnknownName || diagnostic.kind == DiagKind::UnknownDraw ||
      diagnostic.kind == DiagKind::OutputNotGiven || diagnostic.kind == DiagKind::UnknownProfileKey;
  if (!name) return false;
  std::string_view word = sources_.text(diagnostic.span);
  word = word.substr(0, word.find('.'));
  return std::any_of(trees_.begin(), trees_.end(), [word](const auto& tree) {
    const std::vector<std::string>& lost = tree.second->lostWords;
    return std::binary_search(lost.begin(), lost.end(), word);
  });
}

bool Echoes::isUnbound(const Diagnostic& diagnostic) const {
  if (diagnostic.kind != DiagKind::UnknownName) return false;
  const syntax::Declaration* around = declarationAround(diagnostic.span);
  if (around == nullptr) return false;
  return unnamed_.contains(around) ||
         (lostPipeline_ &&
          isAnyOf<syntax::SweepDecl, syntax::StudyDecl, syntax::TestDecl>(*around));
}

bool Echoes::followsFromSyntax(const Diagnostic& diagnostic) const {
  if (!isError(diagnostic)) return true;
  if (!diagnostic.span.valid()) return false;
  if (diagnostic.kind == DiagKind::SearchIncomplete || diagnostic.kind == DiagKind::ModelForm) {
    const syntax::Declaration* around = declarationAround(diagnostic.span);
    return surrounds(around == nullptr ? diagnostic.span : around->span);
  }
  return isLost(diagnostic) || isUnbound(diagnostic) || lines_.contains(lineOf(diagnostic.span)) ||
         surrounds(diagnostic.span);
}

bool Echoes::followsFromUse(const Diagnostic& diagnostic) const {
  if (!isAbsence(diagnostic)) return false;
  if (!diagnostic.span.valid()) return wrongReader_;
  const syntax::Declaration* around = declarationAround(diagnostic.span);
  // Whether a pipeline reads a name does not depend on the rest of the sweep.
  const bool draw = diagnostic.kind == DiagKind::UnknownDraw;
  if (around != nullptr && !draw && wrong_.contains(around)) return true;
  // The name of a declaration itself is used by others.
  const bool local = around != nullptr && hasBody(*around) && nameOf(*around) != diagnostic.span;
  return !local && wrongReader_;
}

bool Echoes::isToldAgain(const Diagnostic& diagnostic) {
  // What has a fix needs it at each use.
  const bool unknown = diagnostic.kind == DiagKind::UnknownName && diagnostic.fixes.empty();
  if (!unknown || !diagnostic.span.valid()) return false;
  const syntax::Declaration* around = declarationAround(diagnostic.span);
  return around != nullptr && !unknown_.insert({around, sources_.text(diagnostic.span)}).second;
}

bool Echoes::has(const Diagnostic& diagnostic) {
  return (syntaxErrors_ && followsFromSyntax(diagnostic)) || followsFromUse(diagnostic) ||
         isToldAgain(diagnostic);
}

}  // namespace itw
