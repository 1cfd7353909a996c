#include <cctype>

#include "compiler/expr/units.h"
#include "compiler/sema/overrides.h"

namespace itw::sema {
namespace {

using syntax::Expr;
using syntax::ExprPtr;

bool isWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Reads literals, names, component calls, lists and records: what can stand behind `--set name=`.
class OverrideParser {
 public:
  OverrideParser(std::string_view text, Span place) : text_(text), place_(place) {}

  ExprPtr parse() {
    ExprPtr result = value(0);
    blanks();
    return result && at_ == text_.size() ? std::move(result) : nullptr;
  }

 private:
  static constexpr int kMaxDepth = 32;

  template <class Node>
  ExprPtr make(Node node) const {
    return std::make_unique<Expr>(Expr{place_, std::move(node)});
  }

  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    blanks();
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  ExprPtr value(int depth) {
    blanks();
    if (depth > kMaxDepth) return nullptr;
    if (take('-')) {
      ExprPtr operand = value(depth + 1);
      if (!operand) return nullptr;
      return make(syntax::UnaryExpr{syntax::UnaryOp::Negate, std::move(operand)});
    }
    if (take('[')) return list(depth);
    if (take('{')) return record(depth);
    if (peek() == '"') return string();
    if (isDigit(peek())) return number();
    return isWordStart(peek()) ? name(depth) : nullptr;
  }

  ExprPtr list(int depth) {
    syntax::ListExpr result;
    while (!take(']')) {
      ExprPtr item = value(depth + 1);
      if (!item) return nullptr;
      result.items.push_back(std::move(item));
      if (!take(',') && (blanks(), peek() != ']')) return nullptr;
    }
    return make(std::move(result));
  }

  // `{ a = 1, b = 2 }`, or as JSON writes it.
  ExprPtr record(int depth) {
    syntax::RecordExpr result;
    while (!take('}')) {
      blanks();
      const bool quoted = take('"');
      syntax::Binding field;
      field.name = {word(), place_};
      field.span = place_;
      if (field.name.text.empty() || (quoted && !take('"'))) return nullptr;
      if (!take('=') && !take(':')) return nullptr;
      field.value = value(depth + 1);
      if (!field.value) return nullptr;
      result.fields.push_back(std::move(field));
      if (!take(',') && (blanks(), peek() != '}')) return nullptr;
    }
    return make(std::move(result));
  }

  ExprPtr string() {
    std::string content;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      content += text_[at_];
    }
    if (peek() != '"') return nullptr;
    ++at_;
    return make(syntax::StringLiteral{{{content, {}}}});
  }

  std::string word() {
    std::size_t begin = at_;
    while (isWord(peek())) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  ExprPtr name(int depth) {
    std::string text = word();
    if (text == "true" || text == "false") return make(syntax::BoolLiteral{text == "true"});
    if (text == "none") return make(syntax::NoneLiteral{});
    ExprPtr result = make(syntax::NameExpr{text});
    while (peek() == '.') {
      ++at_;
      std::string member = word();
      if (member.empty()) return nullptr;
      result = make(syntax::MemberExpr{std::move(result), {member, place_}});
    }
    return take('(') ? call(std::move(result), depth) : std::move(result);
  }

  ExprPtr call(ExprPtr callee, int depth) {
    syntax::CallExpr result{std::move(callee), {}};
    while (!take(')')) {
      syntax::Argument argument{.span = place_};
      std::size_t begin = at_;
      blanks();
      std::string label = isWordStart(peek()) ? word() : "";
      bool named = !label.empty() && take('=');
      if (named) argument.name = syntax::Name{label, place_};
      if (!named) at_ = begin;
      argument.value = value(depth + 1);
      if (!argument.value) return nullptr;
      result.arguments.push_back(std::move(argument));
      if (!take(',') && (blanks(), peek() != ')')) return nullptr;
    }
    return make(std::move(result));
  }

  // Digits, fraction and exponent, without `_`.
  std::string digits(bool& integer) {
    std::string result;
    auto run = [&] {
      for (; isDigit(peek()) || peek() == '_'; ++at_)
        if (peek() != '_') result += peek();
    };
    run();
    if (peek() == '.' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1])) {
      integer = false;
      result += text_[at_++];
      run();
    }
    std::size_t exponent = at_ + 1;
    if (exponent < text_.size() && (text_[exponent] == '-' || text_[exponent] == '+')) ++exponent;
    bool scientific =
        (peek() == 'e' || peek() == 'E') && exponent < text_.size() && isDigit(text_[exponent]);
    if (!scientific) return result;
    integer = false;
    while (at_ < exponent) result += text_[at_++];
    run();
    return result;
  }

  // The longest unit that ends at a word boundary, or one that another part follows.
  std::string unit() const {
    std::size_t begin = at_ + (peek() == ' ' ? 1 : 0);
    std::string best;
    for (const expr::Unit& candidate : expr::allUnits()) {
      if (text_.substr(begin, candidate.name.size()) != candidate.name) continue;
      std::size_t end = begin + candidate.name.size();
      bool ends = end >= text_.size() || !isWordStart(text_[end]);
      if (ends && candidate.name.size() > best.size()) best = candidate.name;
    }
    return best;
  }

  ExprPtr number() {
    bool integer = true;
    std::string first = digits(integer);
    if (peek() == '%') {
      ++at_;
      return make(syntax::QuantityLiteral{{{first, "%"}}});
    }
    std::string symbol = unit();
    if (symbol.empty()) return make(syntax::NumberLiteral{first, integer});
    syntax::QuantityLiteral quantity;
    for (std::string amount = first; !symbol.empty(); symbol = unit()) {
      at_ += symbol.size() + (peek() == ' ' ? 1 : 0);
      quantity.parts.push_back({amount, symbol});
      if (!isDigit(peek())) break;
      amount = digits(integer);
    }
    return make(std::move(quantity));
  }

  std::string_view text_;
  Span place_;
  std::size_t at_ = 0;
};

}  // namespace

syntax::ExprPtr parseOverride(const std::string& text, Span place) {
  return OverrideParser(text, place).parse();
}

}  // namespace itw::sema
