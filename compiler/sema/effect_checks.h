#pragma once

#include <string>

#include "compiler/sema/arguments.h"
#include "compiler/sema/context.h"

// Looks for what a user wrote and what can never have an effect. All of these report themselves.
namespace itw::sema {

/// Whether a published output can be called so: its name is one of files and folders too.
bool isNameForFile(const std::string& name);

/// A tracker that takes nothing, a profiler without a measure, a path outside the run.
void checkTracker(Context& context, const Item& tracker, const syntax::Expr& written);
/// A report outside the run or of no known format.
void checkReport(Context& context, Span place, const std::string& path);

/// Whether a distribution is `one_of` with one choice that draws nothing itself.
bool isSoleChoice(const syntax::Expr& distribution);
/// A loss that is maximised, or a score that is minimised.
void checkDirection(Context& context, const syntax::Expr& objective, const std::string& text,
                    Span statement, bool maximized);
/// What a pruner looks at.
struct PrunedBy {
  const Symbol* pipeline = nullptr;
  const syntax::Expr& objective;
  const Locals& bindings;
};
/// A pruner that waits longer than a training lasts.
void checkPruner(Context& context, const expr::Component& pruner, Span place, const PrunedBy& by);

/// Settings in epochs that a training never reaches, and more parts than a batch has samples.
void checkLengths(Context& context, const BoundArguments& bound);
/// A retry, cache or deadline that can never act.
void checkClause(Context& context, Span clause, const expr::Component& component,
                 const TaskNode& task);

/// Conditions of the user's files that speak of no name.
void checkConditions(Context& context);

}  // namespace itw::sema
