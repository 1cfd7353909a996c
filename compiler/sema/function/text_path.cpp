#include "compiler/sema/function/text_path.h"

namespace itw::sema {

syntax::ExprPtr textPath(const std::vector<syntax::Name>& path) {
  auto expr = std::make_unique<syntax::Expr>();
  expr->span = path.front().span;
  expr->node = syntax::NameExpr{path.front().text};
  for (std::size_t i = 1; i < path.size(); ++i) {
    auto member = std::make_unique<syntax::Expr>();
    member->span = join(path.front().span, path[i].span);
    member->node = syntax::MemberExpr{std::move(expr), path[i]};
    expr = std::move(member);
  }
  return expr;
}

}  // namespace itw::sema
