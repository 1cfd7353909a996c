#pragma once

#include <optional>
#include <vector>

#include "compiler/expr/model_graph.h"
#include "compiler/expr/value.h"

namespace itw::lower {

/// Moves the models that a plan uses from the program's list to the plan's, in order of first use.
class ModelTable {
 public:
  /// Appends to `used`; both lists must outlive the table.
  ModelTable(const std::vector<expr::ModelGraph>& all, std::vector<expr::ModelGraph>& used)
      : all_(all), used_(used), places_(all.size()) {}

  /// The value with every model reference pointing into the plan's list.
  expr::Value adopt(expr::Value value);

 private:
  expr::ModelRef place(expr::ModelRef model);

  const std::vector<expr::ModelGraph>& all_;
  std::vector<expr::ModelGraph>& used_;
  std::vector<std::optional<expr::ModelRef>> places_;
};

}  // namespace itw::lower
