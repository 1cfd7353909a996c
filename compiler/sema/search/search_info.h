#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/expr/value.h"
#include "compiler/source/span.h"

namespace itw::sema {

/// One value that a searcher chooses. The distribution is a component of std.search; a choice of
/// `one_of` is a value, or a component of which an argument may be a distribution in turn.
struct Draw {
  std::string path;  ///< "lr", "digits.place".
  std::string type;  ///< As a user would write it.
  expr::Value distribution;
  std::string when;  ///< The conditions around it, as written; empty when it is always drawn.
  Span span;
};

/// `require lr <= 1e-3 * batch because "..."`, as written.
struct Requirement {
  std::string condition;
  std::string because;
};

/// `minimize fit.validation_loss`, as written.
struct Objective {
  bool maximize = false;
  std::string value;
};

/// Where a search ends: at the first of the limits, in their base units.
struct Budget {
  std::vector<expr::Quantity> limits;
};

/// `sweep tune of digits { ... }` after checking.
struct SweepInfo {
  std::string name;
  std::string pipeline;
  std::vector<Draw> space;
  std::vector<std::string> fixed;  ///< Names that `--set` or a profile took out of the space.
  std::vector<Requirement> requirements;
  std::vector<Objective> objectives;
  std::vector<std::string> limits;  ///< `subject to`, as written.
  std::optional<expr::Component> search;
  std::optional<expr::Component> prune;
  Budget budget;
  std::int64_t parallel = 1;
  std::string failure = "worst";
  std::string order = "arrival";
  std::optional<Objective> select;
  Span span;
};

/// `ranks over [1, 2]`
struct Axis {
  std::string path;
  std::string type;
  std::vector<expr::Value> values;
  Span span;
};

/// `study scaling of digits { ... }` after checking.
struct StudyInfo {
  std::string name;
  std::string pipeline;
  std::vector<Axis> axes;
  std::vector<Requirement> requirements;
  std::int64_t repeat = 1;
  std::int64_t parallel = 1;
  std::string report;
  Span span;
};

}  // namespace itw::sema
