#pragma once

#include <vector>

#include "compiler/sema/function/function_info.h"
#include "compiler/sema/scalar_compiler.h"

namespace itw::sema {

/// The leaves of what a function is made of, once it was checked: parameters and captures become
/// slots, and calls of other functions are kept as calls.
class FunctionLeaves final : public Leaves {
 public:
  /// Over the first `count` parameters; appends to `captures`, whose slots stand behind these.
  FunctionLeaves(Context& context, const Signature& signature, std::size_t count,
                 std::vector<Capture>& captures)
      : context_(context), signature_(signature), count_(count), captures_(captures) {}

  std::optional<Leaf> resolve(const syntax::Expr& leaf) override;
  std::optional<std::vector<Leaf>> resolveList(const syntax::Expr& list) override;
  std::optional<FunctionUse> functionUse(const syntax::Expr& call) override;
  Leaf capture(const Capture& capture) override;
  bool joinsTexts() const override { return true; }

 private:
  std::optional<std::size_t> parameterNamed(const syntax::Expr& leaf) const;
  const Symbol* valueNamed(const syntax::Expr& leaf) const;

  Context& context_;
  const Signature& signature_;
  std::size_t count_;
  std::vector<Capture>& captures_;
};

/// The item behind a capture, as it is known now.
Item itemOf(Context& context, const Capture& capture, Span use);

}  // namespace itw::sema
