#pragma once

#include <unordered_map>

#include "compiler/sema/model_info.h"
#include "compiler/sema/op_rule.h"

namespace itw::sema {

/// An op of a `layer` declaration: one layer that several places may apply.
struct SharedStage {
  const syntax::Expr* op = nullptr;
  std::string name;
  std::optional<std::uint32_t> layer;
  std::string
      place;  ///< Of a model: what the names of its layers begin with, from the first use on.
  std::vector<std::vector<expr::Dim>> weights;  ///< Sizes of the first use.
  std::optional<Tensor> input;                  ///< Of the first use.
  Span used;
};

/// What one application of an op is made of.
struct OpUse {
  const syntax::Expr& written;
  std::vector<TensorValue> inputs;
  std::string path;
  std::string name;               ///< Of the layer; empty for op name and ordinal.
  SharedStage* shared = nullptr;  ///< When the op belongs to a `layer` declaration.
  /// The written arguments that `inputs` come from.
  std::vector<const syntax::Argument*> taken = {};
};

/// What an op or model takes.
struct Ports {
  std::vector<std::string> names;
  bool open = false;  ///< Any number of tensors more.
};

/// An op's rule with what one use binds: arguments, dimensions, and the sizes of its weights.
struct BoundOp {
  const OpRule& rule;
  const BoundArguments& bound;
  const DimBindings& bindings;
  const std::vector<std::vector<expr::Dim>>& sizes;
};

/// Follows the tensors through a model body. Made for one walk.
class BodyWalker {
 public:
  BodyWalker(Context& context, const BodyWalk& walk);
  std::optional<std::vector<TensorValue>> run();

 private:
  using Shared = std::vector<SharedStage>;

  TensorValue valueOf(const syntax::Expr& expr, const std::string& path);
  TensorValue chainOf(const syntax::Expr& expr, const std::string& path, const std::string& name);
  TensorValue named(const syntax::Expr& expr, const std::string& dotted);
  TensorValue single(TensorValue value, Span use);
  bool isTensor(const syntax::Expr& expr) const;
  bool isOfNumbers(const syntax::CallExpr& call) const;
  bool isLayer(const std::string& callee) const;
  bool takeInputs(const Ports& ports, std::optional<TensorValue> piped, OpUse& use);
  Ports portsOf(const Symbol& symbol);
  TensorValue start(const syntax::Expr& expr, const std::string& path, const std::string& name);
  TensorValue branches(const syntax::Expr& expr, const syntax::IfExpr& branches,
                       const std::string& path);
  TensorValue arithmetic(const syntax::BinaryExpr& binary, TensorValue left,
                         const std::string& path);
  /// `input` is what `|>` passes, or nothing at the start of a chain.
  TensorValue applyStage(const syntax::Expr& stage, std::optional<TensorValue> input,
                         const std::string& path, const std::string& name);
  TensorValue combine(const std::string& op, OpUse use);
  TensorValue applyChain(const syntax::Expr& chain, TensorValue input, const std::string& path);
  TensorValue applyResidual(const syntax::Expr& stage, TensorValue input, const std::string& path);
  TensorValue applyRepeat(const syntax::Expr& stage, TensorValue input, const std::string& path);
  std::optional<std::int64_t> repetitions(const syntax::Expr& count);
  TensorValue sum(const syntax::Expr& written, TensorValue left, TensorValue right,
                  const std::string& path);
  TensorValue applyShared(Shared& stages, const syntax::Expr& use,
                          const std::optional<TensorValue>& input);
  bool onlyTensors(const syntax::Expr& use, const OpUse& taken);
  TensorValue applyOp(const Symbol& symbol, OpUse use);
  TensorValue applyModel(const Symbol& symbol, OpUse use);
  bool modelInputsFit(const OpUse& use, const Symbol& symbol, const Type& inputs,
                      DimBindings& bindings);
  std::optional<std::vector<TensorValue>> modelResults(const ModelInfo& info,
                                                       const Locals& arguments, const OpUse& use,
                                                       std::vector<Tensor> outputs);
  TensorValue joined(const Symbol& symbol, const OpUse& use, std::vector<TensorValue> results,
                     const Type& outputs);
  const TensorValue* resultFor(const TypeField& port, const std::optional<TensorValue>& last) const;
  std::optional<std::uint32_t> reuseLayer(const BoundOp& op, const OpUse& use, std::uint32_t layer);
  bool inputsFit(const OpRule& rule, const OpUse& use, DimBindings& bindings);
  bool deriveList(const OpRule& rule, const OpUse& use, const Locals& arguments,
                  DimBindings& bindings);
  std::optional<Tensor> outputOf(const OpRule& rule, const OutputRule& output, const OpUse& use,
                                 const DimBindings& bindings,
                                 const std::vector<expr::Abstract>& slots);
  TensorValue looseOp(const Symbol& symbol, const CallSite& site);
  TensorValue applyBound(const OpRule& rule, OpUse& use, const BoundArguments& bound);
  /// What the names in an op's condition stand for.
  struct Filled {
    const BoundArguments& arguments;
    const DimBindings& dims;
  };
  bool conditionHolds(const OpRule& rule, const OpUse& use,
                      const std::vector<expr::Abstract>& slots, const Filled& filled);
  std::optional<std::vector<std::vector<expr::Dim>>> weightSizes(
      const OpRule& rule, const OpUse& use, const std::vector<expr::Abstract>& slots);
  bool sharesWeights(const OpUse& use, const std::vector<std::vector<expr::Dim>>& sizes);
  bool addLayer(const BoundOp& op, OpUse& use, TensorValue& result);
  std::optional<std::uint32_t> makeLayer(const BoundOp& op, const OpUse& use);
  std::optional<std::vector<TensorValue>> results(const std::optional<TensorValue>& last);
  bool agrees(const TensorValue& value, const Tensor& declared, const TypeField& port);
  void declareLayer(const syntax::ModelStatement& statement);
  /// The op or model that a stage of a chain names, or null after a report.
  const Symbol* calleeIn(const syntax::Expr& stage);
  TensorValue soleInput(const syntax::Expr& expr);
  bool isTensorName(const syntax::Expr& expr) const;
  TensorValue poisoned(Span span) const;
  std::string below(const std::string& name) const;

  Context& context_;
  const BodyWalk& walk_;
  Scope scope_;
  std::unordered_map<std::string, TensorValue> values_;
  std::unordered_map<std::string, Shared> layers_;
  std::unordered_map<std::string, int> repeats_;  // How many there are by the name of their path.
};

}  // namespace itw::sema
