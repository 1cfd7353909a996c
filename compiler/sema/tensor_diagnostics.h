#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/body_walker.h"

namespace itw::sema {

/// A tensor that an op, or a model inside a model, does not take.
Diagnostic opInputMismatch(const OpUse& use, const std::string& op, const Tensor& pattern,
                           const Match& match, std::size_t index = 0);
/// The operands of `+`, `-`, `*` that do not have one shape.
Diagnostic operandsDiffer(const OpUse& use, const std::string& sign, const Match& match,
                          const expr::Facts& facts);
Diagnostic opConditionBroken(const OpUse& use, const std::string& op, const std::string& condition,
                             const std::string& explanation);
Diagnostic sizeFault(const OpUse& use, const std::string& op, expr::FaultKind kind);
/// A size by way of `min` or `if`, which has no normal form.
Diagnostic sizeWithoutFormula(const OpUse& use, const std::string& op);
Diagnostic sizeNotPositive(const OpUse& use, const std::string& op, const std::string& size);
Diagnostic tensorBranchesDiffer(const syntax::IfExpr& branches, const TensorValue& then,
                                const TensorValue& otherwise);
/// `open` when they are equal for some values; `missing` is the condition that would make them so
/// for all, and may be empty.
/// An argument that names dimensions and is not a constant.
Diagnostic positionsOpen(const OpUse& use, const std::string& op, const std::string& argument);
/// An argument that names a dimension that is not there, or one twice.
Diagnostic positionsMissing(const OpUse& use, const std::string& op, const std::string& argument);
/// `repeat` or `residual` without what it applies; `example` is a right one.
Diagnostic repetitionForm(Span use, const std::string& what, const std::string& example);
/// What is repeated, or goes around, must leave what it takes.
Diagnostic unequalRepetition(Span use, const std::string& what, const TensorValue& taken,
                             const TensorValue& left);
/// A count that is written as zero.
/// `repeat(linear(8), 3)`: what is repeated stands in front of how often.
Diagnostic repeatedNumber(const syntax::Expr& what, const syntax::Expr& count,
                          const SourceMap& sources);
Diagnostic repetitionOfNothing(Span count);
/// A count that is, or may be, below zero.
Diagnostic negativeRepetition(Span count);
Diagnostic resultMismatch(const TensorValue& value, const Tensor& declared, const TypeField& port,
                          bool open, const std::string& missing);
Diagnostic sharedLayerMismatch(const OpUse& use, const std::string& op, const Tensor& first,
                               Span firstUse);
Diagnostic weightSizeOpen(const OpUse& use, const std::string& layer, const std::string& weight,
                          const std::string& size);
Diagnostic modelTooLarge(Span use);

Diagnostic notATensor(Span use);
Diagnostic chainNeedsStart(Span use, const Type& inputs);
Diagnostic secondResult(Span use);
Diagnostic resultMissing(const Symbol& model, const TypeField& port);
Diagnostic clauseInModel(Span clause);
Diagnostic layerTakesNothing(Span use, const std::string& layer);
Diagnostic layerNotAChain(Span use, const std::string& layer);
Diagnostic layerOfOps(Span use, const std::string& what);
Diagnostic tensorApplied(Span use, const std::string& name);
Diagnostic notAnOp(Span use, const std::string& name, const std::string& what);

}  // namespace itw::sema
