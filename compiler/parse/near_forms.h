#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

// Forms that are ours but for a sign, a bracket or a word, which the layout mends so that the rest
// is checked. Wording lives in near_forms_diagnostics.cpp only.
namespace itw::parsing {

/// A pair of brackets.
struct Brackets {
  Span opener;
  Span closer;
};

/// `adamw{lr = 1}`, `linear[8]`: `name` is what is called. A closer that is right has no span.
Diagnostic argumentsInBrackets(const Brackets& brackets, std::string_view name);
/// `pipeline p[a: int] {`.
Diagnostic parametersInBrackets(const Brackets& brackets);
/// `with (lr = 1)`.
Diagnostic bindingsInBrackets(const Brackets& brackets);
/// `(a: int, b: f32)` as a type, `[a = 1]` as a record.
Diagnostic fieldsInBrackets(const Brackets& brackets);
/// `model M: [a: f32[N]] -> ...`.
Diagnostic portsInBrackets(const Brackets& brackets);
/// `f32(3, 8)`, `f32<3, 8>`.
Diagnostic dimensionsInBrackets(const Brackets& brackets, std::string_view type);
/// `list(int)`, `file[csv]`.
Diagnostic typesInBrackets(const Brackets& brackets, std::string_view type);
/// `x: float(1.0)`.
Diagnostic defaultInParentheses(const Brackets& brackets);
/// `{f(x) for x in xs}`, `(f(x) for x in xs)`.
Diagnostic loopInBrackets(const Brackets& brackets);
/// `{k: f(k) for k in ks}`.
Diagnostic dictOfLoop(Span brace);
/// `{epochs}` where a value stands.
Diagnostic nameInBraces(const Brackets& brackets, std::string_view name);
/// `{ a = f32[3] }`: the signs that should be `:`.
Diagnostic typesBehindEquals(Span first, std::vector<Edit> edits);
/// `type A(x: int)`.
Diagnostic typeAsCall(const Brackets& brackets, Span gap);
/// `digits() { lr = 1 }`.
Diagnostic withMissing(Span brace);
/// `python(pkg.mod:fn)`.
Diagnostic functionWithoutQuotes(Span written, std::string_view text);
/// `f32[None, 8]`, `f32[?, 8]`; `first`: it is the first of its tensor.
Diagnostic openDimension(Span at, std::string_view written, bool first);

/// `shape a: {`, `model .. = {`: `gap` reaches from the head to the brace.
Diagnostic signBeforeBlock(Span sign, std::string_view written, Span gap);
/// `pipeline: p {`, `expect: a > b`.
Diagnostic colonBehindKeyword(Span colon, std::string_view keyword);
/// `shape "a" {`.
Diagnostic nameInQuotes(Span quoted, std::string_view name);
/// `import "std.nn"`.
Diagnostic moduleInQuotes(Span quoted, std::string_view name);
/// `import std/nn`.
Diagnostic moduleBySign(Span sign, std::string_view written);
/// `import std.nn.*`.
Diagnostic moduleWithStar(Span star);
/// `} else {` between the alternatives of a shape; `edit` writes `or`.
Diagnostic alternativeWithoutOr(Span at, std::string_view written, Edit edit);
/// A word that begins a declaration in another language, or is misspelt.
Diagnostic misspeltDeclaration(Span word, std::string_view written, std::string_view meant,
                               std::vector<Edit> edits);
/// The same for a statement.
Diagnostic misspeltStatement(Span word, std::string_view written, std::string_view meant);
/// `objective fit.x`.
Diagnostic objectiveWithoutDirection(Span word, std::string_view written);
/// `let a = 1` in a body; `next` is where the name begins.
Diagnostic wordBeforeBinding(Span word, std::string_view written, std::uint32_t next);
/// `tracker tensorboard()` in `observe`.
Diagnostic wordBeforeTracker(Span word, std::string_view written, std::uint32_t next);
/// A `,` behind which nothing of its declaration stands.
Diagnostic commaBehindDeclaration(Span comma);
/// `where a > 0, b > 0`, `where a > 0 where b > 0`: `gap` is what `and` replaces.
Diagnostic conditionsWithoutAnd(Span at, std::string_view written, Span gap);
/// `= 1 assert a > 0`, `= 1 if a > 0`.
Diagnostic conditionByWord(Span word, std::string_view written);
/// `: int default 1`.
Diagnostic defaultByWord(Span word);
/// `in 1, 200`, `in 1:200`: `gap` reaches from one number to the other.
Diagnostic rangeBySign(Span sign, std::string_view written, Span gap);
/// `=>`: what is meant, or nothing.
Diagnostic fatArrow(Span at, std::string_view meant);
/// `->`, `|`, `>>` for `|>`, all of one chain.
Diagnostic foreignPipes(Span first, std::string_view written, std::vector<Edit> edits);

}  // namespace itw::parsing
