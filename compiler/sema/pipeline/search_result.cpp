#include "compiler/sema/pipeline/search_result.h"

#include "compiler/sema/arguments.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline_builder.h"

namespace itw::sema {
namespace {

using Fields = std::vector<ItemField>;

// A record of what a sweep leaves.
Item record(Context& context, const std::string& name, Fields fields, Span span) {
  Type type{.kind = TypeKind::Outputs, .name = name};
  for (const ItemField& field : fields) type.fields.push_back({field.name, field.item.type, span});
  Item item{.type = context.types.make(std::move(type)), .span = span};
  item.fields = std::make_shared<const Fields>(std::move(fields));
  return item;
}

// What stands behind the names of a sweep: arguments of its pipeline, else params.
class Results {
 public:
  Results(Context& context, const Symbol& symbol, PipelineBuilder& builder, Span span)
      : context_(context),
        symbol_(symbol),
        sweep_(std::get<syntax::SweepDecl>(symbol.declaration->node)),
        span_(span) {
    TaskNode node{.name = symbol.name, .component = std::string(kSweepComponent), .span = span};
    node.arguments.push_back({"name", expr::Value{context.symbols.qualified(symbol)}, {}});
    node.arguments.push_back({"of", expr::Value{sweep_.pipeline.text}, {}});
    node_ = builder.searchNode(node);
  }

  Item make(PipelineBuilder& builder) {
    const Symbol* pipeline = findPipeline();
    if (pipeline == nullptr) return context_.poisoned(span_);
    const PipelineInfo& info = pipelineInfoOf(context_, *pipeline);
    if (!info.valid) return context_.poisoned(span_);
    Item best = point("best", *pipeline, info);
    Item front = open(context_.types.list(best.type), "front");
    Item all = record(context_, symbol_.name, {{"best", best}, {"front", front}}, span_);
    all.symbol = &symbol_;
    builder.node(node_).outputs = std::move(outputs_);
    return all;
  }

 private:
  const Symbol* findPipeline() const {
    for (const Symbol* symbol : context_.symbols.findPath(symbol_.module, sweep_.pipeline.text))
      if (symbol->kind == SymbolKind::Pipeline) return symbol;
    return nullptr;
  }

  Item point(const std::string& path, const Symbol& pipeline, const PipelineInfo& info) {
    Fields params;
    std::unordered_set<std::string> seen;
    for (const syntax::Binding* draw : drawsOf(sweep_)) {
      TypeRef type = typeOf(pipeline, draw->name.text);
      if (type == nullptr || type->isError() || !seen.insert(draw->name.text).second) continue;
      params.push_back({draw->name.text, open(type, path + ".params." + draw->name.text)});
    }
    Fields outputs;
    for (const TypeField& field : info.published)
      outputs.push_back({field.name, open(field.type, path + ".outputs." + field.name)});
    Item value = open(context_.types.simple(TypeKind::Float), path + ".value");
    return record(context_, path,
                  {{"params", record(context_, "params", std::move(params), span_)},
                   {"value", value},
                   {"outputs", record(context_, "outputs", std::move(outputs), span_)}},
                  span_);
  }

  TypeRef typeOf(const Symbol& pipeline, const std::string& name) {
    for (const Parameter& parameter : signatureOf(context_, pipeline).parameters)
      if (parameter.name == name) return parameter.type;
    for (const Symbol* symbol : context_.symbols.findPath(symbol_.module, name))
      if (symbol->kind == SymbolKind::Param) return context_.definitions[symbol].item.type;
    return nullptr;
  }

  Item open(TypeRef type, const std::string& output) {
    outputs_.push_back({output, textOf(*type)});
    Item item{.type = type, .span = span_};
    item.value = expr::Value{expr::OutputRef{node_, output}};
    return item;
  }

  Context& context_;
  const Symbol& symbol_;
  const syntax::SweepDecl& sweep_;
  std::uint32_t node_ = 0;
  Span span_;
  std::vector<OutputType> outputs_;
};

void collectDraws(const std::vector<syntax::SweepStatement>& body,
                  std::vector<const syntax::Binding*>& draws) {
  for (const syntax::SweepStatement& statement : body) {
    if (statement.binding && statement.binding->drawn) draws.push_back(&*statement.binding);
    collectDraws(statement.body, draws);
  }
}

}  // namespace

std::vector<const syntax::Binding*> drawsOf(const syntax::SweepDecl& sweep) {
  std::vector<const syntax::Binding*> draws;
  collectDraws(sweep.body, draws);
  return draws;
}

bool hasBest(const Symbol& symbol) {
  const auto& sweep = std::get<syntax::SweepDecl>(symbol.declaration->node);
  std::size_t objectives = 0;
  bool selects = false;
  for (const syntax::SweepStatement& statement : sweep.body) {
    bool objective = statement.kind == syntax::SweepStatementKind::Minimize ||
                     statement.kind == syntax::SweepStatementKind::Maximize;
    objectives += objective ? 1 : 0;
    selects = selects || (statement.binding && statement.binding->name.text == "select");
  }
  return objectives <= 1 || selects;
}

Item sweepItem(Context& context, const Scope& scope, const Symbol& symbol, Span span) {
  symbol.used = true;
  if (scope.pipeline == nullptr) {
    context.report(sweepOutsidePipeline(span, symbol.name));
    return context.poisoned(span);
  }
  return Results(context, symbol, *scope.pipeline, span).make(*scope.pipeline);
}

}  // namespace itw::sema
