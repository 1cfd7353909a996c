#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/step/manifest.h"
#include "compiler/sema/step/step_info.h"

namespace itw::sema {

/// `count` steps are not held against anything, the first of which is at `first`.
Diagnostic noManifest(Span first, std::size_t count, const std::string& program);
Diagnostic manifestUnreadable(Span first, const ManifestInput& input, const std::string& program);
Diagnostic notInManifest(const PythonUse& use, const std::string& nearest,
                         const std::string& program);
Diagnostic staleManifest(const PythonUse& use, const std::string& source,
                         const std::string& program);
/// A parameter or the result of a function with an annotation that says nothing here; `of` is
/// "parameter `x`" or "result".
Diagnostic unsupportedAnnotation(const PythonUse& use, const std::string& of,
                                 const PythonType& type);
/// The step gives what the function does not take.
Diagnostic notTaken(Span parameter, const std::string& name, const PythonUse& use,
                    const std::string& nearest);
/// The function needs what the step does not give.
Diagnostic notGiven(const PythonUse& use, const PythonParameter& needed);
Diagnostic parameterMismatch(const Parameter& parameter, const PythonType& taken,
                             const PythonUse& use);
Diagnostic outputMismatch(const TypeField& output, const PythonType& given, const PythonUse& use);
/// One result that has no member for an output.
Diagnostic outputMissing(const TypeField& output, const PythonType& given, const PythonUse& use);

}  // namespace itw::sema
