#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/op_rule.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

// Whether the bound argument's declared type is of that kind, also behind `?`.
bool takes(const BoundArgument& argument, TypeKind kind) {
  TypeRef type = argument.parameter->type;
  if (type->is(TypeKind::Optional)) type = type->inner;
  return type->is(kind);
}

BoundArgument* firstOf(BoundArguments& bound, TypeKind kind) {
  for (BoundArgument& argument : bound.all)
    if (takes(argument, kind)) return &argument;
  return nullptr;
}

// The ports that a loss or metric declares for what is predicted and what is true.
std::vector<const Parameter*> portsOf(Context& context, const Symbol& component) {
  std::vector<const Parameter*> ports;
  for (const Parameter& parameter : signatureOf(context, component).parameters)
    if (parameter.port) ports.push_back(&parameter);
  return ports;
}

// The rules by which a dataset's fields feed a model and by which its output is judged.
class DataFlow {
 public:
  DataFlow(Context& context, BoundArguments& bound, const CallSite& site)
      : context_(context), bound_(bound), site_(site) {}

  void check() {
    BoundArgument* model = firstOf(bound_, TypeKind::Model);
    BoundArgument* data = firstOf(bound_, TypeKind::Dataset);
    if (model == nullptr || data == nullptr) return;
    if (!isReady(*model, TypeKind::Model) || !isReady(*data, TypeKind::Dataset)) return;
    model_ = &model->item;
    data_ = &data->item;
    dataName_ = data->parameter->name;
    place_ = data->span.valid() ? data->span : site_.span;
    collectJudges();
    if (!findTarget() || !hasBatches()) return;
    if (!feedInputs()) return;
    for (const Item* judge : judges_) judgeOutput(*judge);
  }

 private:
  static bool isReady(const BoundArgument& argument, TypeKind kind) {
    return !argument.item.isError() && argument.item.type->is(kind) &&
           argument.item.type->inner != nullptr && argument.item.type->inner->is(TypeKind::Record);
  }

  const Type& fields() const { return *data_->type->inner; }

  void collectJudges() {
    for (const BoundArgument& argument : bound_.all) {
      addJudge(argument.item);
      if (!argument.item.items) continue;
      for (const Item& item : *argument.item.items) addJudge(item);
    }
  }

  void addJudge(const Item& item) {
    bool component = item.symbol != nullptr && item.symbol->kind == SymbolKind::Component;
    if (component && portsOf(context_, *item.symbol).size() == 2) judges_.push_back(&item);
  }

  // Whether one result is what is judged: the only one, or the only one that names a field.
  bool isResultClear() const {
    const std::vector<TypeField>& results = model_->type->second->fields;
    if (results.size() == 1) return true;
    const auto named = [this](const TypeField& each) {
      return fields().find(each.name) != nullptr;
    };
    const auto isTarget = [this](const TypeField& each) {
      return target_ != nullptr && target_->name == each.name;
    };
    return std::count_if(results.begin(), results.end(), named) == 1 &&
           std::any_of(results.begin(), results.end(), isTarget);
  }

  bool findTarget() {
    BoundArgument* written = firstOf(bound_, TypeKind::Field);
    if (written != nullptr && written->item.isError()) return false;
    chosen_ = written != nullptr && !written->item.isNone();
    if (chosen_) {
      target_ = fieldNamed(*written);
      return target_ != nullptr;
    }
    target_ = impliedTarget();
    const bool needed = !judges_.empty() || written != nullptr;
    if (needed && !isResultClear()) {
      if (isNew("results" + keyOf(model_->type->second->fields[0])))
        context_.report(resultUnclear(place_, fields(), *model_->type->second));
      return false;
    }
    if (needed && target_ == nullptr) {
      context_.report(targetUnclear(place_, fields(), *model_->type->inner));
      return false;
    }
    if (target_ != nullptr && written != nullptr) {
      written->item.type = written->parameter->type;
      written->item.value = expr::Value{target_->name};
    }
    return true;
  }

  const TypeField* fieldNamed(const BoundArgument& written) {
    const auto& name = std::get<std::string>(written.item.value->node);
    const TypeField* field = fields().find(name);
    if (field != nullptr) return field;
    std::vector<std::string_view> names;
    for (const TypeField& candidate : fields().fields) names.push_back(candidate.name);
    context_.report(unknownField(written.item.span, name, nearest(name, names), *data_->type));
    return nullptr;
  }

  // A field named like the model's result, else the sole class.
  const TypeField* impliedTarget() const {
    for (const TypeField& result : model_->type->second->fields)
      if (const TypeField* field = fields().find(result.name)) return field;
    const TypeField* found = nullptr;
    for (const TypeField& field : fields().fields) {
      if (!field.type->is(TypeKind::Class)) continue;
      if (found != nullptr) return nullptr;
      found = &field;
    }
    return found;
  }

  // False where the target is an input too and nobody says so: what is judged then says nothing.
  bool feedInputs() {
    bool free = true;
    const std::vector<TypeField>& inputs = model_->type->inner->fields;
    for (const TypeField& input : inputs) {
      const TypeField* field = fields().find(input.name);
      bool sole = inputs.size() == 1;
      if (field == nullptr && sole) field = soleField();
      if (field != nullptr && field == target_ && !chosen_) {
        context_.report(inputIsTarget(place_, input, *data_));
        free = false;
      } else if (field == nullptr) {
        context_.report(inputNotFed(place_, input, *data_, sole));
      } else {
        feed(input, *field);
      }
    }
    return free;
  }

  const TypeField* soleField() const {
    const TypeField* found = nullptr;
    if (chosen_ && fields().fields.size() == 1) return target_;
    for (const TypeField& field : fields().fields) {
      if (&field == target_) continue;
      if (found != nullptr) return nullptr;
      found = &field;
    }
    return found;
  }

  // The first dimension of every input is that of the batch, which no field has.
  bool hasBatches() {
    for (const TypeField& input : model_->type->inner->fields) {
      const std::vector<expr::Dim>& dims = input.type->tensor.dims;
      if (!dims.empty() && dims[0].asSymbol()) continue;
      if (isNew(keyOf(input))) context_.report(inputWithoutBatch(input));
      return false;
    }
    return true;
  }

  void feed(const TypeField& input, const TypeField& field) {
    const Tensor& wanted = input.type->tensor;
    std::string batch = *wanted.dims[0].asSymbol();
    bool fits = field.type->is(TypeKind::Tensor) && wanted.dtype == field.type->tensor.dtype &&
                wanted.dims.size() == field.type->tensor.dims.size() + 1;
    Tensor pattern{.dtype = wanted.dtype};
    pattern.dims.assign(wanted.dims.begin() + 1, wanted.dims.end());
    if (fits)
      fits = matchTensor(pattern, field.type->tensor, sizes_, expr::Facts()).failure ==
             MatchFailure::None;
    if (!fits && isNew(keyOf(field) + keyOf(input)))
      context_.report(fieldDoesNotFit(place_, dataName_, field, input, batch));
  }

  // One cause shows in training and in every evaluation after it.
  bool isNew(const std::string& mismatch) { return context_.told.insert(mismatch).second; }

  static std::string keyOf(const TypeField& field) {
    return "|" + std::to_string(field.span.begin) + ":" + textOf(*field.type);
  }

  const TypeField* prediction() const {
    const std::vector<TypeField>& outputs = model_->type->second->fields;
    if (outputs.size() == 1) return &outputs[0];
    return model_->type->second->find(target_->name);
  }

  void judgeOutput(const Item& judge) {
    const TypeField* output = prediction();
    if (output == nullptr) {
      context_.report(predictionUnclear(judge.span, target_->name, *model_->type->second));
      return;
    }
    auto ports = portsOf(context_, *judge.symbol);
    DimBindings bindings;
    expr::Facts facts;
    // What the data say of the model's symbols holds for its output too.
    Tensor predicted = output->type->tensor;
    for (expr::Dim& dim : predicted.dims) dim = dim.substitute(sizes_.dims, facts);
    bool fits = matchTensor(ports[0]->type->tensor, predicted, bindings, facts).failure ==
                    MatchFailure::None &&
                ports[0]->type->is(TypeKind::Tensor);
    if (fits) fits = targetFits(*ports[1]->type, predicted, bindings, facts);
    std::string key = textOf(*ports[0]->type) + textOf(*ports[1]->type);
    if (!fits && isNew(key + keyOf(*output) + keyOf(*target_)))
      context_.report(judgeDoesNotFit(judge, *ports[0]->type, *ports[1]->type, *output, *target_));
  }

  bool targetFits(const Type& port, const Tensor& predicted, DimBindings& bindings,
                  const expr::Facts& facts) const {
    if (port.kind != target_->type->kind) return false;
    Tensor truth = target_->type->tensor;
    if (port.is(TypeKind::Tensor) && !predicted.dims.empty())
      truth.dims.insert(truth.dims.begin(), predicted.dims[0]);
    return matchTensor(port.tensor, truth, bindings, facts).failure == MatchFailure::None;
  }

  Context& context_;
  BoundArguments& bound_;
  const CallSite& site_;
  const Item* model_ = nullptr;
  const Item* data_ = nullptr;
  std::string dataName_;
  Span place_;           // Of the data among the arguments.
  bool chosen_ = false;  // Whether the target is written.
  const TypeField* target_ = nullptr;
  DimBindings sizes_;  // What the model's dimension symbols are for these data.
  std::vector<const Item*> judges_;
};

}  // namespace

void checkDataFlow(Context& context, const Symbol&, BoundArguments& bound, const CallSite& site) {
  DataFlow(context, bound, site).check();
}

}  // namespace itw::sema
