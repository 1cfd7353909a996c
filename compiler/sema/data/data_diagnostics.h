#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// A call that would make a dataset with two fields of one name.
Diagnostic fieldTwice(Span call, const TypeField& later, const TypeField& earlier);
/// One field named twice in a list.
Diagnostic fieldNamedTwice(Span later, const std::string& name, Span earlier);
/// A field of labels or integers where numbers are computed.
/// Where one number of each sample is asked for.
Diagnostic fieldNotSingle(Span use, const TypeField& field);
/// A file that a reader of another format is given.
Diagnostic otherFormat(Span use, const std::string& reader, const std::string& type);
Diagnostic fieldNotFloating(Span use, const TypeField& field);
/// A model's result without the dimension of the batch.
Diagnostic resultWithoutSamples(Span call, const TypeField& result);

}  // namespace itw::sema
