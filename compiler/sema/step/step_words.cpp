#include "compiler/sema/step/step_words.h"

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/env_item.h"
#include "compiler/sema/function/text_path.h"
#include "compiler/sema/step/step_diagnostics.h"

namespace itw::sema {
namespace {

expr::Value reference(const char* kind, const std::string& name) {
  return {expr::Record{{{kind, {name}}}}};
}

// The name of an output of the step that is being checked, or null.
const std::string* ownOutput(const Item& item) {
  const auto* record = item.value ? std::get_if<expr::Record>(&item.value->node) : nullptr;
  bool marker = record != nullptr && record->fields.size() == 1;
  if (!marker || record->fields[0].name != "output" || !item.type->is(TypeKind::File))
    return nullptr;
  return std::get_if<std::string>(&record->fields[0].value.node);
}

bool isText(const expr::Value& value) { return std::holds_alternative<std::string>(value.node); }

// Texts that follow each other become one.
void append(expr::List& word, expr::Value piece) {
  if (isText(piece) && !word.items.empty() && isText(word.items.back()))
    std::get<std::string>(word.items.back().node) += std::get<std::string>(piece.node);
  else
    word.items.push_back(std::move(piece));
}

}  // namespace

StepWords::StepWords(Context& context, const StepInfo& step, const Locals& locals, bool untaken)
    : context_(context), step_(step), parameters_(locals), locals_(locals) {
  for (const TypeField& output : step.outputs->fields) {
    Item item{.type = output.type, .span = output.span};
    item.value = reference("output", output.name);
    locals_[output.name] = std::move(item);
  }
  scope_ = {.module = step.symbol->module, .locals = &locals_};
  scope_.untaken = untaken;
}

std::optional<expr::Value> StepWords::command() {
  expr::List words;
  bool good = true;
  for (const syntax::ExprPtr& written : step_.command->items)
    good = addWords(*written, words) && good;
  if (!good) return std::nullopt;
  return expr::Value{std::move(words)};
}

std::optional<expr::Value> StepWords::environment() {
  expr::Record variables;
  bool good = true;
  for (const syntax::Binding& variable : step_.environment->fields) {
    auto value = word(*variable.value);
    good = good && value;
    if (value) variables.fields.push_back({variable.name.text, {*std::move(value)}});
  }
  if (!good) return std::nullopt;
  return expr::Value{std::move(variables)};
}

// A list stands for as many words as it has items.
bool StepWords::addWords(const syntax::Expr& written, expr::List& words) {
  bool text = std::holds_alternative<syntax::StringLiteral>(written.node);
  Item item = text ? Item{} : elaborate(context_, scope_, written);
  bool list = !text && !item.isError() && item.type->is(TypeKind::List);
  if (!list) {
    auto one = text ? word(written) : std::nullopt;
    auto value = text ? std::nullopt : pieceOf(item);
    if (!one && !value) return false;
    words.items.push_back({one ? *std::move(one) : expr::List{{*std::move(value)}}});
    return true;
  }
  if (!suitsStep(*item.type, false)) {
    context_.report(notAWord(written.span, *item.type));
    return false;
  }
  std::string argument = item.known() ? argumentWith(valueOf(item)) : "";
  if (!item.known() || !item.items || !argument.empty()) {
    words.items.push_back({expr::List{{reference("argument", argument)}}});
    return true;
  }
  for (const Item& element : *item.items) {
    auto value = pieceOf(element);
    if (!value) return false;
    words.items.push_back({expr::List{{*std::move(value)}}});
  }
  return true;
}

std::optional<expr::List> StepWords::word(const syntax::Expr& written) {
  expr::List pieces;
  const auto* literal = std::get_if<syntax::StringLiteral>(&written.node);
  if (literal == nullptr) {
    auto value = piece(written);
    if (!value) return std::nullopt;
    pieces.items.push_back(*std::move(value));
    return pieces;
  }
  if (literal->pieces.empty()) pieces.items.push_back({std::string()});
  for (const syntax::StringPiece& part : literal->pieces) {
    std::optional<expr::Value> value = expr::Value{part.text};
    if (!part.path.empty()) value = piece(*textPath(part.path));
    if (!value) return std::nullopt;
    append(pieces, *std::move(value));
  }
  return pieces;
}

std::optional<expr::Value> StepWords::piece(const syntax::Expr& written) {
  return pieceOf(elaborate(context_, scope_, written));
}

std::optional<expr::Value> StepWords::pieceOf(const Item& item) {
  if (item.isError()) return std::nullopt;
  if (const std::string* output = ownOutput(item)) return reference("output", *output);
  if (item.type->is(TypeKind::List) || !suitsStep(*item.type, false)) {
    context_.report(notAWord(item.span, *item.type));
    return std::nullopt;
  }
  if (item.scalar.value) {
    const std::string* text = item.scalar.value->string();
    return expr::Value{text != nullptr ? *text : valueText(item)};
  }
  if (!item.value) return expr::Value{std::string()};
  if (isFromEnv(item)) return item.value;
  bool path = std::holds_alternative<expr::Path>(item.value->node);
  std::string argument = argumentWith(*item.value);
  if (!argument.empty()) return reference("argument", argument);
  if (!path) return expr::Value{std::string()};
  context_.report(pathNotAParameter(item.span));
  return std::nullopt;
}

// The argument of the call that has this value.
std::string StepWords::argumentWith(const expr::Value& value) const {
  std::string found;
  for (const auto& [name, item] : parameters_) {
    bool same = item.known() && !item.scalar.value && valueOf(item) == value;
    if (same && (found.empty() || name < found)) found = name;
  }
  return found;
}

}  // namespace itw::sema
