#pragma once

#include <cstdint>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/symbols.h"
#include "compiler/syntax/expression.h"

// What a user wrote and what changes nothing, or could not be what was meant.
namespace itw::sema {

/// `publish score as "a/b"`, `"{n}"`.
Diagnostic nameForNoFile(Span use, const std::string& name);
/// `csv(dir = "../x")`: files of a run lie below its folder.
Diagnostic pathLeavesRun(Span use, const std::string& path);
/// `report = "scaling.pdf"`
Diagnostic reportOfNoFormat(Span use, const std::string& path);
Diagnostic testWithoutTitle(Span use);

/// `where true`
Diagnostic conditionOfNothing(Span condition);
/// `maximize fit.validation_loss`
Diagnostic objectiveBackwards(Span statement, Span keyword, const std::string& objective,
                              bool maximized);
/// `lr ~ one_of(1e-3)`, `ranks over [1]`
Diagnostic nothingVaries(Span use, const std::string& name, const std::string& more);
Diagnostic moreAtOnceThanTrials(Span use, std::int64_t parallel, std::int64_t trials);
/// `asha(grace = 100 epochs)` for trainings of 30.
Diagnostic prunerComesLate(Span use, const std::string& setting, double length, double training);

/// `[f(d) for d in list if d > 5]` of which nothing is left.
Diagnostic nothingKept(Span condition);
Diagnostic nothingToGoOver(Span source);
/// `with { }`
Diagnostic nothingBound(Span clause);
/// A setting of so many epochs in a training that ends before.
Diagnostic lengthNeverReached(Span use, const std::string& setting, double length, double training);
Diagnostic morePartsThanSamples(Span use, std::int64_t parts, std::int64_t batch);
Diagnostic retryForNothing(Span clause);
/// `memory_factor` where no failure for lack of it is run again.
Diagnostic factorWithoutCause(Span clause, const std::string& factor, const std::string& reason);
Diagnostic deadlineBehindWalltime(Span clause, const std::string& shape);
/// A pipeline without a task that publishes nothing.
Diagnostic pipelineOfNothing(const Symbol& pipeline);

/// `csv(takes = [])`
Diagnostic trackerTakesNothing(Span use);
/// `profile(ops = false)`
Diagnostic profilerMeasuresNothing(Span use);
/// `shape s { }`
Diagnostic shapeOfNothing(Span use, const std::string& shape);
/// `type int = ...`
Diagnostic nameOfLanguage(const Symbol& type);

}  // namespace itw::sema
