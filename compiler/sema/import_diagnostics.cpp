#include "compiler/sema/import_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

Diagnostic warning(DiagKind kind, Span span, std::string message, std::string help) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

Diagnostic unknownModule(Span use, const std::string& name, const std::string& nearest,
                         const std::vector<std::string_view>& known) {
  Diagnostic diagnostic{.kind = DiagKind::UnknownModule,
                        .span = use,
                        .message = fmt::format("there is no module `{}`", name)};
  if (isForeignModule(name.substr(0, name.find('.')))) {
    diagnostic.note = "Python is not imported";
    diagnostic.help =
        "a function of yours is called by a step: `step clean(data: path) -> (rows: int) = "
        "python(\"module:function\")`";
    return diagnostic;
  }
  return suggesting(std::move(diagnostic), nearest,
                    "the standard library has " + listed(known) +
                        "; packages are imported when `itwc lock` has locked them");
}

Diagnostic importedTwice(Span later, const std::string& module, Span earlier) {
  Diagnostic diagnostic = warning(DiagKind::UnusedImport, later,
                                  fmt::format("`{}` is imported twice", module), "import it once");
  diagnostic.labels.push_back({earlier, "first imported here"});
  return diagnostic;
}

Diagnostic aliasTwice(const Import& import, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = import.span,
          .message = fmt::format("two imports are called `{}`", import.alias),
          .labels = {{earlier, "the first is here"}},
          .help = "give one of them another name behind `as`"};
}

Diagnostic aliasOfDeclaration(const Import& import, const Symbol& symbol) {
  return {.kind = DiagKind::DuplicateName,
          .span = import.span,
          .message = fmt::format("the import is called `{}` like {}", import.alias,
                                 withArticle(describe(symbol))),
          .labels = {{symbol.span, "declared here"}},
          .help = "give the import another name behind `as`"};
}

Diagnostic unusedImport(const Import& import, const std::string& module) {
  Diagnostic diagnostic =
      warning(DiagKind::UnusedImport, import.span, fmt::format("nothing of `{}` is used", module),
              "remove the import");
  diagnostic.fixes.push_back(
      {"remove the import", Applicability::Automatic, {{import.declaration->span, ""}}});
  return diagnostic;
}

}  // namespace itw::sema
