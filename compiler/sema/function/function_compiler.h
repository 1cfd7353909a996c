#pragma once

#include <vector>

#include "compiler/sema/function/function_info.h"
#include "compiler/sema/scalar_compiler.h"

namespace itw::sema {

/// The leaves of a function's body, which was checked before: parameters and captures become slots,
/// calls of other functions become calls of the IR.
class FunctionLeaves final : public Leaves {
 public:
  /// Appends to `captures`; slots of captures stand behind those of the parameters.
  FunctionLeaves(Context& context, const Scope& scope, const Signature& signature,
                 std::vector<Capture>& captures)
      : context_(context), scope_(scope), signature_(signature), captures_(captures) {}

  std::optional<Leaf> resolve(const syntax::Expr& leaf) override;
  std::optional<std::vector<Leaf>> resolveList(const syntax::Expr& list) override;
  std::optional<FunctionUse> functionUse(const syntax::Expr& call) override;
  std::optional<Leaf> resolveCapture(const FunctionUse& use, std::size_t index) override;
  bool joinsStrings() const override { return true; }

 private:
  const Symbol* valueNamed(const syntax::Expr& leaf) const;
  Leaf capture(const Capture& capture);

  Context& context_;
  const Scope& scope_;
  const Signature& signature_;
  std::vector<Capture>& captures_;
};

}  // namespace itw::sema
