#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/expression.h"
#include "compiler/expr/value.h"
#include "runtime/nn/tensors.h"

namespace itw::nn {

/// A value for every element, and its derivative by one of the function's arguments.
struct Dual {
  at::Tensor value;
  at::Tensor derivative;  ///< Undefined for zero.
};

/// A `fn` of the user's file as a plan holds it (compiler/expr/function_value.h), applied to every
/// element of tensors. Derivatives come by forward accumulation: the branch of an `if` that an
/// element does not take has no part in them, not even as 0 * inf. Where they jump they are as
/// PyTorch's: 0 for abs at 0, half of each for min and max of equals.
class ElementwiseFunction {
 public:
  /// Reads the value of an argument of type `function<...>` with that many parameters. Errors: a
  /// value of another form, an operation on texts.
  static Result<ElementwiseFunction> of(const expr::Value* value, std::size_t parameters);

  /// The function of tensors of one shape and floating type.
  at::Tensor operator()(std::span<const at::Tensor> arguments) const;
  /// The same with its derivative by one argument.
  Dual withDerivative(std::span<const at::Tensor> arguments, std::size_t by) const;

 private:
  struct Operation {
    expr::Op op = expr::Op::Constant;
    std::vector<std::size_t> operands;  // Earlier operations; of a slot, its number.
    double constant = 0;
    bool logical = false;  // The constant is a bool.
  };

  static std::optional<Operation> operationOf(const expr::Value& value, std::size_t position,
                                              std::size_t parameters);
  Dual run(std::span<const at::Tensor> arguments, std::optional<std::size_t> by) const;
  Dual apply(const Operation& operation, const std::vector<Dual>& values) const;

  std::vector<Operation> operations_;
  std::size_t result_ = 0;
};

}  // namespace itw::nn
