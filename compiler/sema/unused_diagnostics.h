#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/symbols.h"
#include "compiler/sema/type.h"

namespace itw::sema {

Diagnostic unusedDeclaration(const Symbol& symbol);
Diagnostic unusedParameter(const syntax::Name& name, const std::string& of);
Diagnostic unusedBinding(const syntax::Name& name);
Diagnostic unusedModelBinding(const syntax::Name& name);
Diagnostic unusedInput(const TypeField& input);

}  // namespace itw::sema
