#include "compiler/sema/step/step_diagnostics.h"

#include <fmt/format.h>

#include "compiler/expr/value_text.h"
#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic form(Span span, std::string message, std::string help) {
  return {.kind = DiagKind::StepForm,
          .span = span,
          .message = std::move(message),
          .help = std::move(help)};
}

// The words of a command line as a list, as far as blanks divide them.
std::string wordList(const std::string& line) {
  std::string list;
  std::size_t at = 0;
  while (at < line.size()) {
    std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) list += (list.empty() ? "" : ", ") + expr::quoted(line.substr(at, end - at));
    at = end + 1;
  }
  return "[" + list + "]";
}

}  // namespace

Diagnostic notForSteps(Span type, const Type& found, bool python) {
  return {.kind = DiagKind::StepType,
          .span = type,
          .message = fmt::format("no external program can be given {}", withArticle(found)),
          .help = python
                      ? "scalars, paths, files, metrics, records and lists of these go to Python; "
                        "`opaque` is not checked"
                      : "scalars, paths, files, metrics and lists of these go to a command"};
}

Diagnostic notFromSteps(Span type, const Type& found, bool python) {
  return {.kind = DiagKind::StepType,
          .span = type,
          .message = fmt::format("no external program can give {}", withArticle(found)),
          .help = python
                      ? "a Python step gives files, scalars, records and lists of these"
                      : "a command gives files, as `file<csv>`, and what it prints, as `stdout`"};
}

Diagnostic notPython(Span use) {
  return form(use, "a step behind `=` is a Python function",
              "write `= python(\"package.module:function\")`, or a block with a `command`");
}

Diagnostic notAPythonName(Span use, const std::string& text) {
  return form(use, fmt::format("`{}` names no function of a Python module", text),
              "write `package.module:function`");
}

Diagnostic entryTwice(const syntax::Name& later, Span earlier) {
  Diagnostic diagnostic = form(later.span, fmt::format("the step has two `{}`", later.text), "");
  diagnostic.labels.push_back({earlier, "the first is here"});
  return diagnostic;
}

Diagnostic unknownEntry(const syntax::Name& entry, const std::string& nearest) {
  return suggesting(form(entry.span, fmt::format("a step has no entry `{}`", entry.text), ""),
                    nearest, "its entries are `command`, `environment` and `image`");
}

Diagnostic outputMeasured(const syntax::Name& output) {
  return {.kind = DiagKind::StepForm,
          .span = output.span,
          .message = fmt::format("every task has an output `{}`, which is measured", output.text),
          .help = "give this one another name"};
}

Diagnostic givesNothing(const Symbol& step) {
  return form(step.span, fmt::format("the step `{}` gives nothing", step.name),
              "declare what it makes, or its output: `-> (log: stdout)`");
}

Diagnostic noCommand(const Symbol& step) {
  Diagnostic diagnostic =
      form(step.span, fmt::format("the step `{}` does not say what it runs", step.name),
           "give it `command = [\"program\", ...]`, or `= python(\"module:function\")`");
  diagnostic.onlyIfAlone = true;
  return diagnostic;
}

Diagnostic commandNotAList(const syntax::Expr& value) {
  Diagnostic diagnostic = form(value.span, "a command is a list of words, as no shell reads it",
                               "write `[\"program\", ...]`");
  const auto* text = std::get_if<syntax::StringLiteral>(&value.node);
  bool plain = text != nullptr && text->pieces.size() == 1 && text->pieces[0].path.empty();
  if (!plain) return diagnostic;
  std::string list = wordList(text->pieces[0].text);
  diagnostic.help = fmt::format("write `{}`", list);
  diagnostic.fixes.push_back({"write a list of words", Applicability::Maybe, {{value.span, list}}});
  return diagnostic;
}

Diagnostic commandEmpty(Span list) {
  return form(list, "a command without words runs nothing", "its first word is the program");
}

Diagnostic environmentForm(Span value) {
  return form(value, "the environment is a record of variables",
              "write `environment = { OMP_NUM_THREADS = 4 }`");
}

Diagnostic imageNotConstant(Span value) {
  return form(value, "the image depends on the step's parameters",
              "an image is the same for all calls: write it out, or use a `let`");
}

Diagnostic imageWithoutDigest(Span value, const std::string& image) {
  return {.kind = DiagKind::ImageWithoutDigest,
          .span = value,
          .message = fmt::format("the image `{}` has no digest, so that it may change", image),
          .help =
              "add `@sha256:` and its 64 digits, as `docker inspect` or `skopeo inspect` show "
              "them"};
}

Diagnostic shellWord(Span word, const std::string& text) {
  return {.kind = DiagKind::ShellWord,
          .span = word,
          .message = fmt::format("`{}` is a plain word here, as no shell reads the command", text),
          .help = text[0] == '$' ? "set variables in `environment`, or use a parameter"
                  : text == ">"  ? "declare an output `stdout` for what the program prints"
                                : "use one step for each program, or run a shell: [\"sh\", \"-c\", "
                                  "\"...\"]"};
}

Diagnostic notAWord(Span word, const Type& type) {
  return {.kind = DiagKind::CommandWord,
          .span = word,
          .message = fmt::format("a word of a command is a scalar or a file, and this is {}",
                                 withArticle(type)),
          .help = type.is(TypeKind::Stdout)
                      ? "what a program prints is captured without being named"
                      : ""};
}

Diagnostic pathNotAParameter(Span word) {
  return {.kind = DiagKind::CommandWord,
          .span = word,
          .message = "a file that a command reads is a parameter of its step",
          .help = "give the step a parameter of type `path`, so that the file's content counts"};
}

Diagnostic outputNotWritten(const TypeField& output) {
  return {.kind = DiagKind::OutputNotWritten,
          .span = output.span,
          .message = fmt::format("nothing tells the program where to write `{}`", output.name),
          .help = fmt::format("name it in the command: its word becomes the file's path, as in "
                              "`\"--out\", {}`",
                              output.name)};
}

Diagnostic capturedTwice(const TypeField& later, Span earlier) {
  return {.kind = DiagKind::OutputNotWritten,
          .span = later.span,
          .message = fmt::format("`{}` would be the same as an earlier output", later.name),
          .labels = {{earlier, "this is what the program prints"}}};
}

}  // namespace itw::sema
