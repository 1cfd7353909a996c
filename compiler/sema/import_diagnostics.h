#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/symbols.h"

namespace itw::sema {

Diagnostic unknownModule(Span use, const std::string& name, const std::string& nearest,
                         const std::vector<std::string_view>& known);
Diagnostic importedTwice(Span later, const std::string& module, Span earlier);
Diagnostic aliasTwice(const Import& import, Span earlier);
/// `import "./io.itw" as io` beside `param io`.
Diagnostic aliasOfDeclaration(const Import& import, const Symbol& symbol);
Diagnostic unusedImport(const Import& import, const std::string& module);

}  // namespace itw::sema
