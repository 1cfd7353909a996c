#pragma once

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// The type of a task's output with what it derives from its arguments worked out:
/// `dataset<rows<B>>` (the fields of a model's result B, one sample each), `dataset<both<D, E>>`
/// (the fields of both) and `dataset<windows<D, fields, length, target>>` (the named fields, or
/// all, with a new first dimension, and `target`). Reported at the call and poisoned where two
/// fields would have one name or a result has no samples.
TypeRef derivedType(Context& context, TypeRef type, const BoundArguments& bound, Span call);

}  // namespace itw::sema
