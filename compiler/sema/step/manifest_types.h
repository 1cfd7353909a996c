#pragma once

#include "compiler/sema/step/manifest.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// Whether a value of a step can be given to a parameter of Python.
bool suitsPython(const Type& given, const PythonType& taken);

/// Whether what Python gives is a value of a step's output.
bool suitsOutput(const PythonType& given, const Type& declared);

/// The first annotation in a type that has no meaning here, or null.
const PythonType* unsupportedPart(const PythonType& type);

/// The annotation that says what a type says: `list[float]`; empty where there is none.
std::string annotationFor(const Type& type);

}  // namespace itw::sema
