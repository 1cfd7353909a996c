#include "compiler/sema/names_in.h"

#include <unordered_map>
#include <unordered_set>

namespace itw::sema {
namespace {

using Visit = VisitName;

// Walks expressions and types with a stack of its own, in the order of the text.
class Walker {
 public:
  explicit Walker(const Visit& visit) : visit_(visit) {}

  void walk(const syntax::Expr* expr, const syntax::Type* type) {
    push(expr);
    push(type);
    while (!stack_.empty()) {
      Entry entry = stack_.back();
      stack_.pop_back();
      pending_.clear();
      if (entry.expr != nullptr) open(*entry.expr);
      if (entry.type != nullptr) open(*entry.type);
      stack_.insert(stack_.end(), pending_.rbegin(), pending_.rend());
    }
  }

 private:
  struct Entry {
    const syntax::Expr* expr = nullptr;
    const syntax::Type* type = nullptr;
  };

  void push(const syntax::Expr* expr) {
    if (expr != nullptr) stack_.push_back({expr, nullptr});
  }
  void push(const syntax::Type* type) {
    if (type != nullptr) stack_.push_back({nullptr, type});
  }
  void later(const syntax::ExprPtr& expr) {
    if (expr) pending_.push_back({expr.get(), nullptr});
  }
  void later(const syntax::TypePtr& type) {
    if (type) pending_.push_back({nullptr, type.get()});
  }
  void later(const std::vector<syntax::Argument>& arguments) {
    for (const syntax::Argument& argument : arguments) later(argument.value);
  }
  void later(const std::vector<syntax::Binding>& bindings) {
    for (const syntax::Binding& binding : bindings) later(binding.value);
  }

  void noteOperand(const syntax::ExprPtr& expr) {
    if (!expr) return;
    if (const auto* name = std::get_if<syntax::NameExpr>(&expr->node)) operands_.insert(name);
  }

  void open(const syntax::Expr& expr) {
    span_ = expr.span;
    std::visit([&](const auto& node) { of(node); }, expr.node);
  }
  void open(const syntax::Type& type) {
    span_ = type.span;
    std::visit([&](const auto& node) { of(node); }, type.node);
  }

  void of(const syntax::Missing&) {}
  void of(const syntax::BoolLiteral&) {}
  void of(const syntax::NoneLiteral&) {}
  void of(const syntax::NumberLiteral&) {}
  void of(const syntax::QuantityLiteral&) {}
  void of(const syntax::StringLiteral& literal) {
    for (const syntax::StringPiece& piece : literal.pieces)
      if (!piece.path.empty())
        visit_({.name = piece.path[0].text,
                .span = piece.path[0].span,
                .member = piece.path.size() > 1 ? std::string_view(piece.path[1].text) : ""});
  }
  void of(const syntax::NameExpr& name) {
    auto with = withs_.find(&name);
    auto member = members_.find(&name);
    visit_({name.name, span_, false, with == withs_.end() ? nullptr : with->second,
            callees_.contains(&name), operands_.contains(&name),
            member == members_.end() ? std::string_view{} : member->second});
  }
  void of(const syntax::MemberExpr& member) {
    if (const auto* name = std::get_if<syntax::NameExpr>(&member.object->node))
      members_.emplace(name, member.member.text);
    later(member.object);
  }
  void of(const syntax::CallExpr& call) {
    if (const auto* name = std::get_if<syntax::NameExpr>(&call.callee->node)) callees_.insert(name);
    for (const syntax::Argument& argument : call.arguments) noteOperand(argument.value);
    later(call.callee);
    later(call.arguments);
  }
  void of(const syntax::UnaryExpr& unary) { later(unary.operand); }
  void of(const syntax::BinaryExpr& binary) {
    later(binary.left);
    later(binary.right);
  }
  void of(const syntax::RangeExpr& range) {
    later(range.low);
    later(range.high);
  }
  void of(const syntax::IfExpr& branches) {
    later(branches.condition);
    later(branches.then);
    later(branches.otherwise);
  }
  void of(const syntax::ListExpr& list) {
    for (const syntax::ExprPtr& item : list.items) {
      noteOperand(item);
      later(item);
    }
  }
  void of(const syntax::ComprehensionExpr& comprehension) {
    later(comprehension.body);
    later(comprehension.source);
    later(comprehension.condition);
  }
  void of(const syntax::RecordExpr& record) { later(record.fields); }
  void of(const syntax::TypeExpr& type) { later(type.type); }
  void of(const syntax::ClauseExpr& clauses) {
    later(clauses.call);
    noteWith(clauses);
    for (const syntax::Clause& clause : clauses.clauses) {
      later(clause.value);
      later(clause.bindings);
      later(clause.arguments);
    }
  }
  void of(const syntax::NamedType& named) {
    visit_({named.name.text, named.name.span, true});
    for (const syntax::TypePtr& argument : named.arguments) later(argument);
  }
  void of(const syntax::TensorType& tensor) {
    for (const syntax::ExprPtr& dim : tensor.dims) later(dim);
  }
  void of(const syntax::RecordType& record) {
    for (const syntax::Field& field : record.fields) later(field.type);
  }
  void of(const syntax::EnumType&) {}
  void of(const syntax::OptionalType& optional) { later(optional.inner); }
  void of(const syntax::ArrowType& arrow) {
    later(arrow.from);
    later(arrow.to);
  }

  void noteWith(const syntax::ClauseExpr& clauses) {
    if (clauses.clauses.empty() || clauses.clauses[0].kind != syntax::ClauseKind::With) return;
    const auto* call = std::get_if<syntax::CallExpr>(&clauses.call->node);
    const syntax::Expr& callee = call == nullptr ? *clauses.call : *call->callee;
    const auto* member = std::get_if<syntax::MemberExpr>(&callee.node);
    const syntax::Expr& named = member == nullptr ? callee : *member->object;
    if (const auto* name = std::get_if<syntax::NameExpr>(&named.node))
      withs_.emplace(name, clauses.clauses.data());
  }

  const Visit& visit_;
  std::unordered_map<const syntax::NameExpr*, const syntax::Clause*> withs_;
  std::unordered_set<const syntax::NameExpr*> callees_;
  std::unordered_set<const syntax::NameExpr*> operands_;
  std::unordered_map<const syntax::NameExpr*, std::string_view> members_;
  std::vector<Entry> stack_;
  std::vector<Entry> pending_;
  Span span_;
};

// Tarjan's strongly connected components with an explicit stack.
class Sorter {
 public:
  explicit Sorter(const std::vector<std::vector<std::size_t>>& needs)
      : needs_(needs), index_(needs.size(), 0), low_(needs.size(), 0), onPath_(needs.size()) {}

  DependencyOrder run() {
    for (std::size_t node = 0; node < needs_.size(); ++node)
      if (index_[node] == 0) visit(node);
    return std::move(result_);
  }

 private:
  struct Frame {
    std::size_t node;
    std::size_t next;
  };

  void visit(std::size_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      std::size_t node = frame.node;
      if (frame.next == needs_[node].size()) {
        leave(node);
        continue;
      }
      std::size_t need = needs_[node][frame.next++];
      if (index_[need] == 0)
        enter(need);
      else if (onPath_[need])
        low_[node] = std::min(low_[node], index_[need]);
    }
  }

  void enter(std::size_t node) {
    index_[node] = low_[node] = ++counter_;
    onPath_[node] = true;
    path_.push_back(node);
    frames_.push_back({node, 0});
  }

  void leave(std::size_t node) {
    frames_.pop_back();
    if (!frames_.empty())
      low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    if (low_[node] != index_[node]) return;
    std::vector<std::size_t> group;
    do {
      group.push_back(path_.back());
      onPath_[path_.back()] = false;
      path_.pop_back();
    } while (group.back() != node);
    result_.order.insert(result_.order.end(), group.begin(), group.end());
    bool needsItself = group.size() > 1;
    for (std::size_t need : needs_[node]) needsItself = needsItself || need == node;
    if (needsItself) result_.cycles.push_back({group.rbegin(), group.rend()});
  }

  const std::vector<std::vector<std::size_t>>& needs_;
  std::vector<std::size_t> index_;
  std::vector<std::size_t> low_;
  std::vector<bool> onPath_;
  std::vector<std::size_t> path_;
  std::vector<Frame> frames_;
  std::size_t counter_ = 0;
  DependencyOrder result_;
};

}  // namespace

void forEachName(const syntax::Expr& expr, const Visit& visit) {
  Walker(visit).walk(&expr, nullptr);
}

void forEachName(const syntax::Type& type, const Visit& visit) {
  Walker(visit).walk(nullptr, &type);
}

DependencyOrder sortByNeed(const std::vector<std::vector<std::size_t>>& needs) {
  return Sorter(needs).run();
}

}  // namespace itw::sema
