#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/item.h"
#include "compiler/sema/symbols.h"

namespace itw::sema {

/// Something else than a call of a distribution behind `~`.
Diagnostic notADistribution(const syntax::Expr& written, const Type& target);
/// A distribution of numbers for what is no number.
Diagnostic distributionMismatch(Span callee, const std::string& name, const Type& target,
                                const std::string& path);
/// `uniform` for an int.
Diagnostic wholeNumbersNeeded(Span callee, const std::string& name, const std::string& path);
/// `one_of([32, 64])`
Diagnostic choicesInList(const syntax::Expr& list);
/// `uniform([0.1, 1.0])`, `uniform(0.1..1.0)`
Diagnostic endsInOne(const syntax::Expr& ends, const std::string& name, const SourceMap& sources);
Diagnostic noChoices(Span use);
Diagnostic namedChoice(Span use, const std::string& name);
Diagnostic repeatedChoice(Span later, Span earlier);
Diagnostic logOfNothing(Span low, const std::string& name, const Item& value);
Diagnostic nothingBetween(Span high, const Item& low, const Item& highest);
Diagnostic noDeviation(Span use, const Item& value);
/// `normal` for a param with a range.
Diagnostic unboundedDraw(Span use, const std::string& name, const std::string& path, Span range);

/// A sweep or study of something that is no pipeline.
Diagnostic notAPipeline(const syntax::Name& name, const std::string& what, const Symbol* symbol,
                        const std::string& nearest);
/// A drawn name that neither the pipeline takes nor the file declares.
Diagnostic unknownDraw(const syntax::Name& name, const std::string& pipeline,
                       const std::string& nearest);
/// A param that exists and that the pipeline does not read.
Diagnostic unreachedDraw(const syntax::Name& name, const std::string& pipeline,
                         const Symbol& param);
/// `let` and other things that no searcher can choose.
/// A name that varies and that the pipeline reads in none of the trials.
Diagnostic readByNoTrial(Span name, const std::string& path, const std::string& pipeline,
                         Span declared);
Diagnostic notDrawable(const syntax::Name& name, const Symbol& symbol);
Diagnostic drawnTwice(const syntax::Name& name, Span earlier);
/// A name that `--set` or a profile binds for good.
Diagnostic drawFixed(const syntax::Name& name, const std::string& search, const std::string& setBy);

/// `explanation` says what the operands are, where they are known.
Diagnostic neverHolds(Span condition, const std::string& because, const std::string& explanation);
Diagnostic alwaysHolds(Span condition);
Diagnostic branchNeverTaken(Span condition);
Diagnostic branchAlwaysTaken(Span condition);

/// An objective or limit that does not depend on a result.
/// A name that is drawn itself, or computed of one, among the choices of another.
Diagnostic drawnInDraw(Span use, const std::string& name);
/// `minimize = fit.loss`.
Diagnostic objectiveBound(const syntax::Binding& binding, const std::string& source);
Diagnostic readsNoResult(Span use, const std::string& what);
Diagnostic objectiveNotANumber(Span use, const Type& type, const std::string& what);
Diagnostic objectiveTwice(Span later, Span earlier);
Diagnostic selectForm(Span use);
Diagnostic selectWithoutEffect(Span use);

Diagnostic unknownSearchKey(const syntax::Name& key, const std::string& what,
                            const std::string& nearest, const std::vector<std::string_view>& known);
/// `lr = uniform(...)` in a sweep: a param where `~` is meant.
Diagnostic boundInSearch(const syntax::Binding& binding, const std::string& what,
                         const std::string& source);
/// `n_trials = 60`
Diagnostic budgetOfTrials(const syntax::Binding& binding, const std::string& count);
Diagnostic keyTwice(const syntax::Name& key, Span earlier);
/// `search ~ tpe(...)`, `lr over [..]` in a sweep.
/// `sign` is the one to write, or empty.
Diagnostic wrongSign(const syntax::Binding& binding, const std::string& sign,
                     const std::string& help);
/// A statement that this kind of block does not have.
Diagnostic misplacedStatement(Span statement, const std::string& what, const std::string& where,
                              const std::string& help);
/// A part that a sweep or study needs, and how it looks.
struct MissingPart {
  std::string name;
  std::string example;
};
Diagnostic searchIncomplete(Span name, const std::string& what,
                            const std::vector<MissingPart>& parts);

Diagnostic budgetForm(const Item& limit);
Diagnostic budgetTwice(Span later, const std::string& dimension, Span earlier);
Diagnostic budgetNotPositive(const Item& limit);

/// `grid` over a draw that is not finite.
Diagnostic gridWithoutEnd(Span draw, const std::string& name, Span search);
/// A pruner where several objectives compete.
Diagnostic pruneByMany(Span prune, Span second);
/// A pruner where the objective is one number at the end.
Diagnostic pruneWithoutSeries(Span prune, Span objective);

Diagnostic emptyAxis(Span list, const std::string& name);
Diagnostic axisNotAList(const syntax::Expr& value, const std::string& name,
                        const std::string& source);

/// What is wrong in a use with a value that can be drawn, told at the value.
Diagnostic wrongInUse(Diagnostic found, const Item& value, const std::string& path);

}  // namespace itw::sema
