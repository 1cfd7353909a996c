#include "compiler/parse/syntax_diagnostics.h"
#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::TypePtr;

TypePtr TreeBuilder::type(Grammar::TypeContext* ctx) {
  if (ctx == nullptr) return makeType(Span{file_, 0, 0}, syntax::Missing{});
  TypePtr result;
  if (ctx->namedType() != nullptr) result = namedType(ctx->namedType());
  if (ctx->enumType() != nullptr) result = enumType(ctx->enumType());
  if (ctx->recordType() != nullptr) result = recordType(ctx->recordType());
  if (ctx->dims() != nullptr) result = tensor({.text = {}, .span = spanOf(ctx)}, ctx->dims());
  if (result == nullptr) return makeType(spanOf(ctx), syntax::Missing{});
  if (ctx->QUESTION() == nullptr) return result;
  return makeType(spanOf(ctx), syntax::OptionalType{std::move(result)});
}

TypePtr TreeBuilder::namedType(Grammar::NamedTypeContext* ctx) {
  if (ctx->dims() != nullptr) return tensor(dottedName(ctx->dotted()), ctx->dims());
  syntax::NamedType result;
  result.name = dottedName(ctx->dotted());
  if (ctx->typeArguments() != nullptr) {
    noteAngles(ctx->typeArguments());
    for (auto* each : ctx->typeArguments()->typeArgument()) {
      result.arguments.push_back(typeArgument(each));
    }
  }
  return makeType(spanOf(ctx), std::move(result));
}

syntax::Name TreeBuilder::dottedName(Grammar::DottedContext* ctx) {
  if (ctx == nullptr) return {{}, Span{file_, 0, 0}};
  syntax::Name result{{}, spanOf(ctx)};
  for (auto* each : ctx->NAME()) result.text += (result.text.empty() ? "" : ".") + name(each).text;
  return result;
}

TypePtr TreeBuilder::typeArgument(Grammar::TypeArgumentContext* ctx) {
  TypePtr from = type(ctx->type(0));
  if (ctx->ARROW() == nullptr) return from;
  return makeType(spanOf(ctx), syntax::ArrowType{std::move(from), type(ctx->type(1))});
}

TypePtr TreeBuilder::tensor(syntax::Name dtype, Grammar::DimsContext* ctx) {
  syntax::TensorType result;
  const Span whole = spanOf(ctx);
  const Span span = dtype.text.empty() ? whole : join(dtype.span, whole);
  result.dtype = std::move(dtype);
  for (auto* each : ctx->dim()) {
    if (each->RANGE() == nullptr) {
      result.dims.push_back(each->sum() != nullptr ? rung(each->sum()) : missing());
    } else if (result.leading || !result.dims.empty()) {
      diagnostics_.add(misplacedLeading(spanOf(each)));
    } else {
      result.leading = name(each->NAME());
    }
  }
  return makeType(span, std::move(result));
}

TypePtr TreeBuilder::enumType(Grammar::EnumTypeContext* ctx) {
  syntax::EnumType result;
  for (auto* each : ctx->STRING()) result.members.push_back(plainString(each));
  return makeType(spanOf(ctx), std::move(result));
}

TypePtr TreeBuilder::recordType(Grammar::RecordTypeContext* ctx) {
  syntax::RecordType result;
  for (auto* each : ctx->field()) {
    result.fields.push_back(
        {.doc = takeDoc(each), .name = name(each->NAME()), .type = type(each->type())});
  }
  return makeType(spanOf(ctx), std::move(result));
}

}  // namespace itw::parsing
