#pragma once

#include "compiler/sema/arguments.h"
#include "compiler/sema/graph_builder.h"

namespace itw::sema {

/// A model declaration: its ports for all values of its parameters, and what is known of these.
struct ModelInfo {
  const Symbol* symbol = nullptr;
  const syntax::ModelDecl* declaration = nullptr;
  TypeRef inputs = nullptr;  ///< Record of tensors; an error type after a report.
  TypeRef outputs = nullptr;
  expr::Facts facts;
  Locals parameters;  ///< Open items.
  Locals names;       ///< The parameters and the dimension symbols of the ports.
  /// Statements in an order in which each comes after what it needs.
  std::vector<std::size_t> order;
  bool valid = false;  ///< Nothing was wrong for all values of the parameters.
  bool checked = false;
  bool doubtful = false;    ///< Gives other shapes than it declares; every use is poisoned.
  bool cyclic = false;      ///< Reported as needing itself; every use is poisoned.
  std::uint32_t depth = 0;  ///< Calls of it that are being worked out.
};

/// The ports of a model; made on first use, without its body.
ModelInfo& modelInfoOf(Context& context, const Symbol& symbol);

/// Checks the body of a model for all values of its parameters. Once a model.
void checkModel(Context& context, const Symbol& symbol);

/// `Classifier(hidden = 64)`: the model's type for these arguments and, when they are known, its
/// graph.
Item modelItem(Context& context, const Symbol& symbol, const CallSite& site);

/// A value in which the models are the calls that made them: a graph has no number outside the
/// check.
expr::Value asWritten(const Context& context, expr::Value value);

/// One walk through a model's body: with open parameters to check it, or with bound ones and a
/// builder to make its graph.
struct BodyWalk {
  const ModelInfo* info = nullptr;
  const Locals* parameters = nullptr;
  const expr::Facts* facts = nullptr;
  GraphBuilder* builder = nullptr;  ///< Null when only types are asked for.
  std::string path;                 ///< What the names of layers begin with.
  std::vector<TensorValue> inputs;  ///< In the order of the declaration.
  std::vector<Tensor> outputs;      ///< As declared, with these parameters.
  bool shared = false;              ///< A layer whose name is there already is that layer.
};

/// The tensors of the outputs, in the order of the declaration; nothing after a report.
std::optional<std::vector<TensorValue>> walkBody(Context& context, const BodyWalk& walk);

}  // namespace itw::sema
