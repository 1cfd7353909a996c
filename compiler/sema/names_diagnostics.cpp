#include "compiler/sema/names_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

std::string has(const std::string& what, const std::vector<std::string_view>& names) {
  return names.empty() ? "" : fmt::format("{} {}", what, listed(names));
}

std::vector<std::string_view> fieldNames(const Type& type) {
  std::vector<std::string_view> names;
  for (const TypeField& field : type.fields) names.push_back(field.name);
  return names;
}

}  // namespace

std::string withArticle(const std::string& word) {
  bool vowel = !word.empty() && std::string_view("aeio").find(word[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + word;
}

std::string didYouMean(const std::string& nearest) {
  return nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest);
}

std::string foreignOr(const std::string& name, const std::string& otherwise) {
  const ForeignHelp* foreign = foreignArgument(name);
  return foreign == nullptr ? otherwise : std::string(foreign->help);
}

Diagnostic suggesting(Diagnostic diagnostic, const std::string& nearest,
                      const std::string& otherwise) {
  diagnostic.help = nearest.empty() ? otherwise : didYouMean(nearest);
  if (!nearest.empty())
    diagnostic.fixes.push_back(
        {fmt::format("write `{}`", nearest), Applicability::Maybe, {{diagnostic.span, nearest}}});
  return diagnostic;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  return text;
}

namespace {

Diagnostic inOurWords(Diagnostic diagnostic, const ForeignHelp& foreign) {
  const std::string ours(foreign.ours);
  diagnostic.fixes.clear();
  diagnostic.help = ours.empty() ? std::string(foreign.help) : fmt::format("write `{}`", ours);
  if (!ours.empty())
    diagnostic.fixes.push_back(
        {fmt::format("write `{}`", ours), Applicability::Automatic, {{diagnostic.span, ours}}});
  return diagnostic;
}

// What is declared by the user and was not, or how a path is written.
std::string declareIt(const std::string& name, const UnknownPlace& place) {
  if (place.expected == nullptr || place.called) return "";
  switch (place.expected->kind) {
    case TypeKind::Path:
    case TypeKind::File:
      return fmt::format("a path stands in quotes: `\"{}\"`", name);
    case TypeKind::Schema:
      return fmt::format("declare it: `type {} = {{ x: f32[4] }}`", name);
    case TypeKind::Shape:
      return fmt::format("declare it: `shape {} {{ cpus = 2, memory = 4GiB }}`", name);
    default:
      return "";
  }
}

}  // namespace

Diagnostic unknownName(Span use, const std::string& name, const std::string& nearest,
                       const UnknownPlace& place) {
  Diagnostic diagnostic = suggesting({.kind = DiagKind::UnknownName,
                                      .span = use,
                                      .message = fmt::format("nothing here is named `{}`", name)},
                                     nearest, declareIt(name, place));
  const ForeignHelp* foreign = foreignName(name);
  if (foreign != nullptr) return inOurWords(std::move(diagnostic), *foreign);
  return diagnostic;
}

Diagnostic missingImport(Span use, const std::string& name, const std::string& module, Span place) {
  std::string line = "import " + module;
  return {
      .kind = DiagKind::UnknownName,
      .span = use,
      .message = fmt::format("nothing here is named `{}`", name),
      .help = fmt::format("`{}` is declared in `{}`: add `{}`", name, module, line),
      .fixes = {{fmt::format("add `{}`", line), Applicability::Automatic, {{place, "\n" + line}}}}};
}

Diagnostic pathWithoutQuotes(Span use, const std::string& written) {
  const std::string quoted = fmt::format("\"{}\"", written);
  return {
      .kind = DiagKind::ForeignString,
      .span = use,
      .message = fmt::format("the path `{}` has no quotes", written),
      .help = fmt::format("write `{}`", quoted),
      .fixes = {{fmt::format("write `{}`", quoted), Applicability::Automatic, {{use, quoted}}}}};
}

Diagnostic nameBehindAlias(Span use, const std::string& name, const std::string& alias) {
  std::string dotted = alias + "." + name;
  return {
      .kind = DiagKind::UnknownName,
      .span = use,
      .message = fmt::format("nothing here is named `{}`", name),
      .help = didYouMean(dotted),
      .fixes = {{fmt::format("write `{}`", dotted), Applicability::Automatic, {{use, dotted}}}}};
}

Diagnostic moduleWithoutAlias(Span use, const std::string& name, const std::string& module) {
  return {.kind = DiagKind::UnknownName,
          .span = use,
          .message = fmt::format("nothing here is named `{}`", name),
          .help = fmt::format("to write `{0}.x`, import the module as `import {1} as {0}`", name,
                              module)};
}

Diagnostic functionWithoutCall(Span use, const std::string& name) {
  return {.kind = DiagKind::NotCallable,
          .span = use,
          .message = fmt::format("`{}` is a function and needs its values", name),
          .help = fmt::format("write `{}(...)`", name)};
}

Diagnostic unknownInModule(const syntax::Name& member, const std::string& module,
                           const std::string& nearest) {
  return suggesting({.kind = DiagKind::UnknownName,
                     .span = member.span,
                     .message = fmt::format("`{}` declares no `{}`", module, member.text)},
                    nearest);
}

Diagnostic duplicateName(const Symbol& later, const Symbol& earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later.span,
          .message = fmt::format("`{}` is declared twice", later.name),
          .labels = {{earlier.span,
                      fmt::format("first declared here, as {}", withArticle(describe(earlier)))}},
          .help = "rename one of them"};
}

Diagnostic duplicateBinding(const syntax::Name& later, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later.span,
          .message = fmt::format("`{}` is bound twice", later.text),
          .labels = {{earlier, "first bound here"}},
          .help = "a name stands for one value: rename one of them"};
}

Diagnostic parameterNamedLikeInput(const syntax::Name& parameter, Span input) {
  return {.kind = DiagKind::DuplicateName,
          .span = parameter.span,
          .message = fmt::format("`{}` is the name of an input of the model too", parameter.text),
          .labels = {{input, "the input is declared here"}},
          .help = "rename the parameter"};
}

Diagnostic duplicateField(const syntax::Name& later, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later.span,
          .message = fmt::format("the field `{}` occurs twice", later.text),
          .labels = {{earlier, "first here"}}};
}

Diagnostic repeatedMember(Span member, const std::string& name) {
  return {.kind = DiagKind::DuplicateName,
          .span = member,
          .message = fmt::format("`\"{}\"` occurs twice in the enumeration", name)};
}

Diagnostic repeatedOutput(Span later, const std::string& name) {
  return {.kind = DiagKind::DuplicateName,
          .span = later,
          .message = fmt::format("the call has two outputs named `{}`", name),
          .help = "list it once"};
}

Diagnostic publishedTwice(const syntax::Name& later, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later.span,
          .message = fmt::format("two outputs are published as `\"{}\"`", later.text),
          .labels = {{earlier, "first published here"}}};
}

Diagnostic ambiguousName(Span use, const std::string& name, const Origin& first,
                         const Origin& second) {
  return {
      .kind = DiagKind::AmbiguousName,
      .span = use,
      .message = fmt::format("`{}` has two origins", name),
      .labels = {{first.symbol.span,
                  fmt::format("the {} `{}`", describe(first.symbol), first.name)},
                 {second.symbol.span,
                  fmt::format("the {} `{}`", describe(second.symbol), second.name)}},
      .help = first.symbol.module == second.symbol.module
                  ? "use it where only one of the two can be meant"
                  : "rename yours, or import the module `as` a name and write `name." + name + "`"};
}

Diagnostic unknownOutput(Span use, const Type& outputs, const std::string& name,
                         const std::string& nearest) {
  return suggesting({.kind = DiagKind::UnknownMember,
                     .span = use,
                     .message = fmt::format("`{}` has no output `{}`", outputs.name, name)},
                    nearest, has("its outputs are", fieldNames(outputs)));
}

Diagnostic noMembers(Span use, const Type& type, const std::string& name) {
  if (type.is(TypeKind::Record)) {
    const std::vector<std::string_view> parts = fieldNames(type);
    return suggesting({.kind = DiagKind::UnknownMember,
                       .span = use,
                       .message = fmt::format("the record has no part `{}`", name)},
                      nearest(name, parts), has("its parts are", parts));
  }
  return {.kind = DiagKind::UnknownMember,
          .span = use,
          .message = fmt::format("a value of type `{}` has no part `{}`", textOf(type), name),
          .help = "a dot selects an output of a task, or a name of a module imported `as` another"};
}

Diagnostic unknownField(Span use, const std::string& name, const std::string& nearest,
                        const Type& dataset) {
  return suggesting({.kind = DiagKind::UnknownMember,
                     .span = use,
                     .message = fmt::format("the data have no field `{}`", name)},
                    nearest, has("the fields are", fieldNames(*dataset.inner)));
}

Diagnostic unknownSeries(Span use, const std::string& name, const std::string& nearest,
                         const std::vector<std::string_view>& series) {
  return suggesting({.kind = DiagKind::UnknownMember,
                     .span = use,
                     .message = fmt::format("the call has no series `{}`", name)},
                    nearest, has("its series are", series));
}

Diagnostic cyclicDefinition(const std::vector<syntax::Name>& cycle) {
  Diagnostic diagnostic{.kind = DiagKind::CyclicDefinition,
                        .span = cycle.front().span,
                        .message = fmt::format("`{}` needs itself", cycle.front().text)};
  for (std::size_t i = 1; i < cycle.size() && i < 6; ++i)
    diagnostic.labels.push_back({cycle[i].span, fmt::format("by way of `{}`", cycle[i].text)});
  diagnostic.help = "let one of them stand without the others";
  return diagnostic;
}

Diagnostic unknownArgument(Span use, const std::string& callee, const std::string& name,
                           const std::string& nearest, const std::vector<std::string_view>& known) {
  const std::string taken = known.empty() ? "it takes none" : has("it takes", known);
  return suggesting({.kind = DiagKind::UnknownArgument,
                     .span = use,
                     .message = fmt::format("`{}` takes no argument `{}`", callee, name)},
                    nearest, foreignOr(name, taken));
}

Diagnostic shadowsDeclaration(const syntax::Name& name, const Symbol& declared) {
  return {.kind = DiagKind::ShadowedName,
          .span = name.span,
          .message = fmt::format("`{}` is already the name of {}", name.text,
                                 withArticle(describe(declared))),
          .labels = {{declared.span, "declared here"}},
          .help = "rename one of them, so that each name means one thing in the file"};
}

Diagnostic unknownOverride(const Override& override, const std::string& nearest,
                           const std::vector<std::string>& paths) {
  std::vector<std::string_view> names(paths.begin(), paths.end());
  if (names.size() > 12) names.resize(12);
  return {.kind = DiagKind::UnknownOverride,
          .message = fmt::format("nothing that can be set is named `{}`", override.path),
          .setBy = fmt::format("--set {}={}", override.path, override.text),
          .help = nearest.empty()
                      ? (names.empty() ? "the file declares no param"
                                       : has("what can be set is", names))
                      : fmt::format("did you mean `--set {}={}`?", nearest, override.text)};
}

Diagnostic setTwice(const Override& first, const Override& second) {
  return {.kind = DiagKind::UnknownOverride,
          .message = fmt::format("`{}` is set twice, to `{}` and to `{}`", first.path, first.text,
                                 second.text),
          .setBy = fmt::format("--set {}={}", second.path, second.text),
          .help = "set it once"};
}

Diagnostic overrideWithoutEffect(const Symbol& symbol, const std::string& setBy) {
  return {.kind = DiagKind::OverrideWithoutEffect,
          .span = symbol.span,
          .message = fmt::format("setting `{}` changes nothing", symbol.name),
          .note = "nothing reads this param",
          .setBy = setBy,
          .help = "use the param, or leave it as it is"};
}

Diagnostic notCallable(Span use, const std::string& name, const std::string& what, Span declared) {
  Diagnostic diagnostic{
      .kind = DiagKind::NotCallable,
      .span = use,
      .message = fmt::format("`{}` is {} and cannot be called", name, withArticle(what))};
  if (declared.valid()) diagnostic.labels.push_back({declared, "declared here"});
  return diagnostic;
}

Diagnostic foreignCall(Span use, const std::string& written, const std::string& method,
                       const std::string& ours) {
  Diagnostic diagnostic{.kind = DiagKind::UnknownName,
                        .span = use,
                        .message = fmt::format("nothing here is named `{}`", written)};
  const ForeignHelp* foreign = ours.empty() ? foreignName(method) : nullptr;
  if (foreign != nullptr) return inOurWords(std::move(diagnostic), *foreign);
  return suggesting(std::move(diagnostic), ours);
}

Diagnostic noMethod(Span use, const std::string& written, const std::string& method) {
  const ForeignHelp* foreign = foreignName(method);
  return {.kind = DiagKind::NotCallable,
          .span = use,
          .message = written.empty() ? fmt::format("`{}` cannot be called", method)
                                     : fmt::format("`{}` cannot be called", written),
          .note = "values have no methods",
          .help = foreign != nullptr
                      ? std::string(foreign->help)
                      : "functions and tasks take the value, `f(x)`, or follow it, `x |> f(...)`"};
}

Diagnostic valueCalled(Span use) {
  return {.kind = DiagKind::NotCallable,
          .span = use,
          .message = "what stands here is a value and cannot be called",
          .help = "a value is passed on with `|>`: `x |> linear(8)`"};
}

Diagnostic notAValue(Span use, const Symbol& symbol) {
  std::string what = describe(symbol);
  bool call = symbol.kind == SymbolKind::Task || symbol.kind == SymbolKind::Model;
  return {.kind = DiagKind::NotCallable,
          .span = use,
          .message =
              fmt::format("`{}` is {}, and a value is needed here", symbol.name, withArticle(what)),
          .help = call ? fmt::format("call it: `{}(...)`", symbol.name) : ""};
}

Diagnostic nativeDeclaration(Span keyword, const std::string& what) {
  return {.kind = DiagKind::NativeDeclaration,
          .span = keyword,
          .message =
              fmt::format("`{}` stands in a file of its own kind only: the standard library", what),
          .help = "write a `model` or a `step`; plug-ins may declare native parts later"};
}

}  // namespace itw::sema
