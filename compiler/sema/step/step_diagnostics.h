#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/symbols.h"
#include "compiler/sema/type.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// A parameter that no external program can be given.
Diagnostic notForSteps(Span type, const Type& found, bool python);
/// An output that no external program can give.
Diagnostic notFromSteps(Span type, const Type& found, bool python);
/// An implementation other than `python("module:function")`.
Diagnostic notPython(Span use);
Diagnostic notAPythonName(Span use, const std::string& text);
Diagnostic entryTwice(const syntax::Name& later, Span earlier);
Diagnostic unknownEntry(const syntax::Name& entry, const std::string& nearest);
Diagnostic noCommand(const Symbol& step);
Diagnostic givesNothing(const Symbol& step);
/// An output with the name of one that every task has.
Diagnostic outputMeasured(const syntax::Name& output);
/// `command = "simulate --events 3"`
Diagnostic commandNotAList(const syntax::Expr& value);
Diagnostic commandEmpty(Span list);
Diagnostic environmentForm(Span value);
Diagnostic imageNotConstant(Span value);
Diagnostic imageWithoutDigest(Span value, const std::string& image);
/// `>` or `$HOME`, which only a shell would read.
Diagnostic shellWord(Span word, const std::string& text);
/// A word that is neither a scalar nor a file.
Diagnostic notAWord(Span word, const Type& type);
/// A path of the file's own, which would not count as an input.
Diagnostic pathNotAParameter(Span word);
/// A file that the command does not name.
Diagnostic outputNotWritten(const TypeField& output);
Diagnostic capturedTwice(const TypeField& later, Span earlier);

}  // namespace itw::sema
