#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/item.h"
#include "compiler/sema/symbols.h"

namespace itw::sema {

/// `for x in` something that is neither a list nor a range of whole numbers.
Diagnostic fanOutOverOther(const Item& source);
/// A fan-out whose number of elements is known only while the plan runs.
Diagnostic fanOutNotBounded(const Item& source);
Diagnostic fanOutTooLarge(Span use);
Diagnostic elementsDiffer(Span element, const Type& first, const Type& other);
/// A value from an output of `task` where something has to be decided before the first task starts.
Diagnostic knownOnlyRunning(const Item& item, const std::string& task);
/// Outputs of tasks and constants in one list or record.
Diagnostic mixedWithOutputs(const Item& item);

Diagnostic pipelineOutsidePipeline(Span use, const std::string& pipeline);
Diagnostic pipelinesTooDeep(const Symbol& pipeline);
Diagnostic publishedRecord(const Item& item);
Diagnostic clauseOfPipelineCall(Span clause, const std::string& word);

/// `csv(...) using ddp`.
Diagnostic strategyWithoutModel(Span clause);
Diagnostic withOutsidePipelineCall(Span clause);
Diagnostic withNeedsRecord(const Item& item);
/// A name that is declared, but is no param.
Diagnostic withBindsOther(const syntax::Name& name, const Symbol& declared);
/// A param that the pipeline does not read.
Diagnostic withWithoutEffect(const syntax::Name& name, const std::string& pipeline,
                             const Symbol& param);

Diagnostic sweepOutsidePipeline(Span use, const std::string& sweep);
/// `.best` where several objectives leave no single best trial.
Diagnostic noSingleBest(Span use, const Symbol& sweep);

}  // namespace itw::sema
