#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/expr/expression.h"
#include "compiler/expr/value.h"
#include "compiler/source/span.h"

namespace itw::sema {

/// What an `expect` reads: a value that is known while compiling, or an output of a task.
struct Operand {
  std::string text;  ///< As written: "short.score.accuracy".
  expr::ScalarType type;
  std::optional<expr::Scalar> value;
  std::optional<expr::OutputRef> source;
};

/// `expect short.score.accuracy > 85%`: a condition whose slots are the operands.
struct Expectation {
  std::string text;
  Span span;
  expr::Expression condition;
  std::vector<Operand> operands;
};

}  // namespace itw::sema
