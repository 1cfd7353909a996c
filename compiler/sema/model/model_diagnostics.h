#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/graph_builder.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// More tensors than an op or model has inputs.
Diagnostic tooManyTensors(Span argument, const syntax::Expr& use,
                          const std::vector<std::string>& ports);
/// One input that two arguments give.
Diagnostic inputGivenTwice(Span argument, const std::string& port, Span earlier);
/// An input that no argument gives.
Diagnostic inputMissing(const syntax::Expr& use, const std::vector<std::string>& ports,
                        std::size_t missing);
/// A model that is declared with `-> ()`.
Diagnostic noResults(const syntax::Name& model);
/// Several results where one tensor is needed.
Diagnostic severalResults(Span use, const std::vector<TensorValue>& results);
/// A result that the model of a binding does not have.
Diagnostic unknownResult(Span use, const std::string& binding, const std::string& name,
                         const std::string& nearest, const std::vector<std::string_view>& names);
/// A model that is a shared layer, applied to tensors for which a weight would have another size.
Diagnostic sharedModelMismatch(Span use, const std::string& layer);
/// An op whose inputs cannot be joined, or a tensor that cannot be given other dimensions.
Diagnostic dimensionsDoNotFit(Span use, const std::string& op,
                              const std::vector<TensorValue>& inputs, const std::string& why);

}  // namespace itw::sema
