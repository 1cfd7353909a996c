#include "compiler/sema/elaborate.h"

#include <cctype>

#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/function/env_item.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/function/text_path.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/clauses.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

TypeRef withoutOptional(TypeRef type) {
  return type != nullptr && type->is(TypeKind::Optional) ? type->inner : type;
}

Item noneItem(Context& context, Span span) {
  Item item{.type = context.types.simple(TypeKind::None), .span = span};
  item.value = expr::Value{};
  return item;
}

// The text of a string with `{name}` in it, as far as the names are known.
Item interpolated(Context& context, const Scope& scope, const syntax::Expr& expr,
                  const syntax::StringLiteral& literal) {
  std::string text;
  bool open = false;
  std::optional<expr::OutputRef> waitsFor;
  for (const syntax::StringPiece& piece : literal.pieces) {
    text += piece.text;
    if (piece.path.empty()) continue;
    Item item = elaborate(context, scope, *textPath(piece.path));
    if (item.isError()) return context.poisoned(expr.span);
    if (isFromEnv(item)) {
      context.report(envInExpression(item.span));
      return context.poisoned(expr.span);
    }
    if (!scalarTypeOf(*item.type)) {
      context.report(notAScalar(item.span, *item.type));
      return context.poisoned(expr.span);
    }
    if (!waitsFor) waitsFor = outputBehind(item);
    open = open || !item.scalar.value;
    const std::string* string = item.scalar.value ? item.scalar.value->string() : nullptr;
    text += string != nullptr ? *string : valueText(item);
    if (text.size() > expr::kLongestText) {
      context.report(scalarFault(expr.span, expr::FaultKind::TextTooLong));
      return context.poisoned(expr.span);
    }
  }
  expr::Abstract value;
  if (!open) value = expr::abstractOf(expr::Scalar{text});
  Item result = scalarItem(context, value, {expr::ScalarKind::String, {}}, expr.span);
  result.waitsFor = waitsFor;
  return result;
}

// What a shell would replace in a path, or nothing.
std::string shellSign(const std::string& path) {
  if (path == "~" || path.starts_with("~/")) return "~";
  if (path.find('*') != std::string::npos) return "*";
  const std::size_t dollar = path.find('$');
  if (dollar == std::string::npos) return "";
  std::size_t end = dollar + 1;
  while (end < path.size() &&
         (std::isalnum(static_cast<unsigned char>(path[end])) != 0 || path[end] == '_'))
    ++end;
  return end == dollar + 1 ? "" : path.substr(dollar, end - dollar);
}

Item elaborateString(Context& context, const Scope& scope, const syntax::Expr& expr,
                     const syntax::StringLiteral& literal, TypeRef expected) {
  Item item = interpolated(context, scope, expr, literal);
  bool path = expected != nullptr && expected->is(TypeKind::Path);
  if (!path || !item.known()) return item;
  const std::string& text = *item.scalar.value->string();
  if (const std::string sign = shellSign(text); !sign.empty())
    context.report(pathForShell(expr.span, sign));
  return pathItem(context, text, expr.span);
}

std::optional<Item> literalItem(Context& context, const syntax::Expr& expr) {
  bool broken = false;
  auto literal = literalOf(context, expr, broken);
  if (broken) return context.poisoned(expr.span);
  if (!literal) return std::nullopt;
  expr::ScalarType type = literal->type();
  return scalarItem(context, expr::abstractOf(*literal), type, expr.span);
}

Item elaborateTypeExpr(Context& context, const Scope& scope, const syntax::Expr& expr,
                       const syntax::TypeExpr& written, TypeRef expected) {
  if (expected == nullptr || !expected->is(TypeKind::Schema)) {
    context.report(typeAsValue(expr.span));
    return context.poisoned(expr.span);
  }
  TypeRef record = resolveType(context, scope, *written.type);
  return record->isError() ? context.poisoned(expr.span) : schemaItem(context, record, expr.span);
}

Item elaborateNoneTest(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const auto& binary = std::get<syntax::BinaryExpr>(expr.node);
  bool leftNone = std::holds_alternative<syntax::NoneLiteral>(binary.left->node);
  Item item = elaborate(context, scope, leftNone ? *binary.right : *binary.left);
  if (item.isError()) return item;
  bool optional = item.type->is(TypeKind::Optional) || item.type->is(TypeKind::None);
  if (!optional) {
    context.report(neverNone(expr.span, *item.type));
    return context.poisoned(expr.span);
  }
  expr::Abstract value;
  if (item.known())
    value = expr::abstractOf(expr::Scalar{item.isNone() == (binary.op == syntax::BinaryOp::Equal)});
  return scalarItem(context, value, {expr::ScalarKind::Bool, {}}, expr.span);
}

// Whether a branch can be chosen now; false after a report.
bool canDecide(Context& context, const Scope& scope, Item condition, Span span) {
  auto output = outputBehind(condition);
  bool running = output && condition.scalar.truth == expr::Tri::Unknown &&
                 scope.pipeline != nullptr && !isSearch(*scope.pipeline, *output);
  if (!running) return true;
  condition.span = span;
  context.report(knownOnlyRunning(condition, scope.pipeline->node(output->node).name));
  return false;
}

// What a branch uses that is not taken now may be used with other values of the params.
void mention(const Scope& scope, Item& branch) {
  if (scope.pipeline == nullptr || !branch.value) return;
  forEachOutputRef(*branch.value, [&](const expr::OutputRef& source) {
    scope.pipeline->node(source.node).mentioned = true;
  });
}

// Whether a value comes from a task, which then runs or does not.
bool isOfTask(const Scope& scope, const Item& item) {
  auto output = outputBehind(item);
  return scope.pipeline != nullptr && output && !isSearch(*scope.pipeline, *output);
}

// The sweep whose results an item waits for.
std::string searchBehind(const Scope& scope, const Item& item) {
  return scope.pipeline->node(outputBehind(item)->node).name;
}

Item elaborateIf(Context& context, const Scope& scope, const syntax::Expr& expr,
                 const syntax::IfExpr& branches, TypeRef expected) {
  Item condition =
      elaborateAs(context, scope, *branches.condition, context.types.simple(TypeKind::Bool));
  bool thenTaken = condition.isError() || condition.scalar.truth != expr::Tri::False;
  bool elseTaken = condition.isError() || condition.scalar.truth != expr::Tri::True;
  Scope thenScope = scope;
  Scope elseScope = scope;
  thenScope.untaken = scope.untaken || !thenTaken;
  elseScope.untaken = scope.untaken || !elseTaken;
  auto branch = [&](const Scope& inner, const syntax::Expr& written) {
    if (std::holds_alternative<syntax::NoneLiteral>(written.node))
      return noneItem(context, written.span);
    bool fixed = expected != nullptr && !hasGenerics(*expected);
    return fixed ? elaborateAs(context, inner, written, expected)
                 : elaborate(context, inner, written, expected);
  };
  Item then = branch(thenScope, *branches.then);
  Item otherwise = branch(elseScope, *branches.otherwise);
  if (condition.isError() || then.isError() || otherwise.isError() ||
      !canDecide(context, scope, condition, branches.condition->span))
    return context.poisoned(expr.span);
  auto joined = joinBranches(context, then, otherwise);
  if (!joined) {
    context.report(branchMismatch(branches, textOf(*then.type), textOf(*otherwise.type)));
    return context.poisoned(expr.span);
  }
  const bool open = thenTaken && elseTaken && outputBehind(condition);
  if (open && (isOfTask(scope, then) || isOfTask(scope, otherwise))) {
    condition.span = branches.condition->span;
    context.report(knownOnlyRunning(condition, searchBehind(scope, condition)));
    return context.poisoned(expr.span);
  }
  if (!(thenTaken && !elseTaken)) mention(scope, then);
  if (!(elseTaken && !thenTaken)) mention(scope, otherwise);
  Item chosen = !elseTaken ? then : otherwise;
  if (thenTaken && elseTaken) chosen = Item{};
  if (thenTaken && elseTaken) chosen.waitsFor = outputBehind(condition);
  if (thenTaken && elseTaken) chosen.scalar.range = join(then.scalar.range, otherwise.scalar.range);
  // What a task that was chosen gives is known better.
  const bool decided = thenTaken != elseTaken && (*joined)->is(TypeKind::Outputs);
  if (!decided) chosen.type = *joined;
  chosen.span = expr.span;
  return chosen;
}

}  // namespace

Item elaborate(Context& context, const Scope& scope, const syntax::Expr& expr, TypeRef expected) {
  expected = withoutOptional(expected);
  if (std::holds_alternative<syntax::Missing>(expr.node)) return context.poisoned(expr.span);
  if (std::holds_alternative<syntax::NoneLiteral>(expr.node)) return noneItem(context, expr.span);
  if (isNoneTest(expr)) return elaborateNoneTest(context, scope, expr);
  if (isScalarOperation(expr)) return elaborateScalar(context, scope, expr);
  if (const auto* string = std::get_if<syntax::StringLiteral>(&expr.node))
    return elaborateString(context, scope, expr, *string, expected);
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node))
    return elaborateName(context, scope, name->name, expr.span, expected);
  if (const auto* member = std::get_if<syntax::MemberExpr>(&expr.node))
    return elaborateMember(context, scope, expr, *member, expected);
  if (std::holds_alternative<syntax::CallExpr>(expr.node))
    return elaborateCall(context, scope, expr, nullptr, expected);
  if (std::holds_alternative<syntax::BinaryExpr>(expr.node))
    return elaboratePipe(context, scope, expr, expected);
  if (std::holds_alternative<syntax::ClauseExpr>(expr.node))
    return elaborateClauses(context, scope, expr, nullptr, expected);
  if (const auto* branches = std::get_if<syntax::IfExpr>(&expr.node))
    return elaborateIf(context, scope, expr, *branches, expected);
  if (const auto* list = std::get_if<syntax::ListExpr>(&expr.node))
    return elaborateList(context, scope, expr, *list, expected);
  if (const auto* type = std::get_if<syntax::TypeExpr>(&expr.node))
    return elaborateTypeExpr(context, scope, expr, *type, expected);
  if (std::holds_alternative<syntax::ComprehensionExpr>(expr.node))
    return elaborateFanOut(context, scope, expr, expected);
  if (auto literal = literalItem(context, expr)) return *std::move(literal);
  if (std::holds_alternative<syntax::RecordExpr>(expr.node) && expected != nullptr &&
      expected->is(TypeKind::Schema)) {
    context.report(schemaWithoutFields(expr.span));
    return context.poisoned(expr.span);
  }
  if (const auto* record = std::get_if<syntax::RecordExpr>(&expr.node))
    return elaborateRecord(context, scope, expr, *record, expected);
  if (std::holds_alternative<syntax::RangeExpr>(expr.node)) {
    context.report(rangeAsValue(expr.span));
    return context.poisoned(expr.span);
  }
  return elaborateScalar(context, scope, expr);
}

namespace {

std::string folderOf(Context& context, Span span) {
  const std::string& path = context.input.sources->file(span.file).path();
  auto slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

}  // namespace

Item pathItem(Context& context, const std::string& text, Span span) {
  Item item{.type = context.types.simple(TypeKind::Path), .span = span};
  item.value = expr::Value{expr::Path{text, folderOf(context, span)}};
  return item;
}

Item elaborateAs(Context& context, const Scope& scope, const syntax::Expr& expr, TypeRef expected) {
  return coerce(context, scope, elaborate(context, scope, expr, expected), expected);
}

Item elaborateScalar(Context& context, const Scope& scope, const syntax::Expr& expr) {
  ItemLeaves leaves(context, scope);
  auto compiled = ScalarCompiler(context, leaves).compile(expr);
  if (!compiled) return context.poisoned(expr.span);
  auto value = scope.untaken
                   ? evaluateQuietly(*compiled, leaves.items(), scope.knownFacts())
                   : evaluateScalar(context, *compiled, leaves.items(), scope.knownFacts());
  if (!value) return context.poisoned(expr.span);
  Item result = scalarItem(context, *value, compiled->code.type(), expr.span);
  if (value->value) return result;
  for (const Item& leaf : leaves.items())
    if (!result.waitsFor) result.waitsFor = outputBehind(leaf);
  return result;
}

Item scalarItem(Context& context, const expr::Abstract& value, const expr::ScalarType& type,
                Span span) {
  Item item{.type = context.types.ofScalar(type), .span = span};
  item.scalar = value;
  return item;
}

}  // namespace itw::sema
