#pragma once

#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/arguments.h"
#include "compiler/sema/item.h"

namespace itw::sema {

/// A field of the data and the input of the model that it would feed; `batch` is the input's first
/// dimension.
Diagnostic fieldDoesNotFit(Span place, const std::string& argument, const TypeField& field,
                           const TypeField& input, const std::string& batch);
/// `sole` when the model has one input only.
Diagnostic inputNotFed(Span call, const TypeField& input, const Item& data, bool sole);
Diagnostic inputIsTarget(Span call, const TypeField& input, const Item& data);
Diagnostic inputWithoutBatch(const TypeField& input);
/// A loss or metric that does not suit the model's output and the target.
Diagnostic judgeDoesNotFit(const Item& judge, const Type& predictionPort, const Type& targetPort,
                           const TypeField& output, const TypeField& target);
Diagnostic predictionUnclear(Span use, const std::string& target, const Type& outputs);
/// A model with several results, of which none is said to be judged.
Diagnostic resultUnclear(Span data, const Type& fields, const Type& results);
Diagnostic targetUnclear(Span call, const Type& fields, const Type& inputs);
/// Bindings of a pipeline or model that need themselves, in order.
Diagnostic cyclicBindings(const std::vector<syntax::Name>& cycle);
/// An output that exists only when another argument is given.
Diagnostic outputNotGiven(Span use, const std::string& task, const std::string& output,
                          const std::string& argument);
/// An argument that says what to give back, where the call gives nothing of it.
Diagnostic argumentWithoutEffect(Span use, const std::string& argument, const std::string& needs);
Diagnostic notASeries(Span use, const std::string& name, const Type& type);
/// A batch in parts for a model with a layer that looks at all of it; `model` is its argument.
Diagnostic batchInParts(const BoundArgument& argument, std::int64_t parts,
                        const expr::LayerInstance& layer, Span model);
/// A list of values and of outputs of tasks.
Diagnostic mixedList(Span value, Span output);
Diagnostic publishedNotAnOutput(const Item& item);
Diagnostic publishedWithoutName(Span name);
/// `kind` is "task" or "step".
Diagnostic taskOutsidePipeline(Span use, const std::string& task, const std::string& kind);
Diagnostic opOutsideModel(Span use, const std::string& op);
Diagnostic clauseWithoutTask(Span clause);
/// A record of values, or an empty one, in the place of a schema.
Diagnostic schemaWithoutFields(Span use);
Diagnostic schemaNotARecord(Span use, const Type& type);
Diagnostic fieldNotSized(Span field, const std::string& name, const Type& type);

}  // namespace itw::sema
