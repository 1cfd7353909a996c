#pragma once

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// A `step` after checking for all values of its parameters.
struct StepInfo {
  const Symbol* symbol = nullptr;
  const syntax::StepDecl* declaration = nullptr;
  TypeRef outputs = nullptr;  ///< Of the kind Outputs; an error type after a report.
  std::string image;          ///< By digest; empty for none.
  std::string function;       ///< `pkg.mod:fn` of a Python step.
  Span functionSpan;          ///< Where it is named.
  const syntax::ListExpr* command = nullptr;
  const syntax::RecordExpr* environment = nullptr;
  bool valid = false;
};

/// A step, checked on first use.
const StepInfo& stepInfoOf(Context& context, const Symbol& symbol);

/// A call of a step: a node of the pipeline in whose scope it stands.
Item stepItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site);

/// Whether something of this type can be handed to an external program; Python takes more.
bool suitsStep(const Type& type, bool python);
/// Whether an external program can give something of this type.
bool suitsStepOutput(const Type& type, bool python);

}  // namespace itw::sema
