#pragma once

#include "compiler/sema/step/step_info.h"

namespace itw::sema {

/// Turns the words of a step's command into what a plan holds: texts where they are known, and
/// `{ argument = name }` or `{ output = name }` for what only the run knows.
class StepWords {
 public:
  /// `locals` are the step's parameters, open ones to check it, or those of one call.
  StepWords(Context& context, const StepInfo& step, const Locals& locals, bool untaken);

  /// The command: a list of words, each a list of pieces. Nothing after a report.
  std::optional<expr::Value> command();
  /// The variables of the environment: words by name. Nothing after a report.
  std::optional<expr::Value> environment();

 private:
  std::optional<expr::List> word(const syntax::Expr& written);
  bool addWords(const syntax::Expr& written, expr::List& words);
  std::optional<expr::Value> piece(const syntax::Expr& written);
  std::optional<expr::Value> pieceOf(const Item& item);
  std::string argumentWith(const expr::Value& value) const;

  Context& context_;
  const StepInfo& step_;
  const Locals& parameters_;
  Locals locals_;
  Scope scope_;
};

}  // namespace itw::sema
