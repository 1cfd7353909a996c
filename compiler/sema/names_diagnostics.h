#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/symbols.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// Where an unknown name stands.
struct UnknownPlace {
  TypeRef expected = nullptr;  ///< What is asked for there, or null.
  bool called = false;
};
/// `nearest` may be empty.
Diagnostic unknownName(Span use, const std::string& name, const std::string& nearest,
                       const UnknownPlace& place = {});
/// A name that `module` declares, which is not imported; an import may be written at `place`.
Diagnostic missingImport(Span use, const std::string& name, const std::string& module, Span place);
/// `csv(digits.csv)`
Diagnostic pathWithoutQuotes(Span use, const std::string& written);
/// A bare `relu` behind `import std.nn as nn`.
Diagnostic nameBehindAlias(Span use, const std::string& name, const std::string& alias);
/// `nn.relu` where no import calls a module `nn`.
Diagnostic moduleWithoutAlias(Span use, const std::string& name, const std::string& module);
/// A bare `sqrt`.
Diagnostic functionWithoutCall(Span use, const std::string& name);
Diagnostic unknownInModule(const syntax::Name& member, const std::string& module,
                           const std::string& nearest);
Diagnostic duplicateName(const Symbol& later, const Symbol& earlier);
Diagnostic duplicateBinding(const syntax::Name& later, Span earlier);
/// `model M(input: int)`, whose only input is called so.
Diagnostic parameterNamedLikeInput(const syntax::Name& parameter, Span input);
Diagnostic duplicateField(const syntax::Name& later, Span earlier);
Diagnostic repeatedMember(Span member, const std::string& name);
/// Two components whose outputs have one name.
Diagnostic repeatedOutput(Span later, const std::string& name);
Diagnostic publishedTwice(const syntax::Name& later, Span earlier);
/// A declaration and its qualified name.
struct Origin {
  const Symbol& symbol;
  std::string name;
};
Diagnostic ambiguousName(Span use, const std::string& name, const Origin& first,
                         const Origin& second);
Diagnostic unknownOutput(Span use, const Type& outputs, const std::string& name,
                         const std::string& nearest);
/// A member of something that has none.
Diagnostic noMembers(Span use, const Type& type, const std::string& name);
Diagnostic unknownField(Span use, const std::string& name, const std::string& nearest,
                        const Type& dataset);
Diagnostic unknownSeries(Span use, const std::string& name, const std::string& nearest,
                         const std::vector<std::string_view>& series);
/// Params, constants or models that need themselves, in order.
Diagnostic cyclicDefinition(const std::vector<syntax::Name>& cycle);
Diagnostic unknownArgument(Span use, const std::string& callee, const std::string& name,
                           const std::string& nearest, const std::vector<std::string_view>& known);
Diagnostic shadowsDeclaration(const syntax::Name& name, const Symbol& declared);
Diagnostic unknownOverride(const Override& override, const std::string& nearest,
                           const std::vector<std::string>& paths);
Diagnostic setTwice(const Override& first, const Override& second);
/// A param that is set and that nothing reads.
Diagnostic overrideWithoutEffect(const Symbol& symbol, const std::string& setBy);
Diagnostic notCallable(Span use, const std::string& name, const std::string& what, Span declared);
/// `nn.Linear(4, 8)` where nothing is named `nn`; `ours` is the name here or empty.
Diagnostic foreignCall(Span use, const std::string& written, const std::string& method,
                       const std::string& ours);
/// `b.items()`; `written` is empty where the value has no name.
Diagnostic noMethod(Span use, const std::string& written, const std::string& method);
/// `linear(8)(x)`.
Diagnostic valueCalled(Span use);
/// A task, op, model ... where a value stands.
Diagnostic notAValue(Span use, const Symbol& symbol);
/// An op, task or component outside the standard library.
Diagnostic nativeDeclaration(Span keyword, const std::string& what);

/// "an op", "a task".
std::string withArticle(const std::string& word);
/// The diagnostic with a suggestion of what was most likely meant and a fix that writes it; with
/// `otherwise` as its help where nothing is near.
Diagnostic suggesting(Diagnostic diagnostic, const std::string& nearest,
                      const std::string& otherwise = "");

/// What an argument or entry of that name is here, or `otherwise`.
std::string foreignOr(const std::string& name, const std::string& otherwise);

/// "did you mean `x`?", or nothing.
std::string didYouMean(const std::string& nearest);
/// "`a`, `b` and `c`".
std::string listed(const std::vector<std::string_view>& names);

}  // namespace itw::sema
