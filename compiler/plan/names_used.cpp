#include <set>

#include "compiler/plan/plan.h"
#include "compiler/plan/references.h"

namespace itw::plan {
namespace {

class NameCollector {
 public:
  void take(const Plan& plan) {
    for (const Task& task : plan.tasks) {
      names_.insert(task.component);
      // A sweep is refused by its own name.
      if (task.component != kSweepComponent) take(task.arguments);
      for (const auto* clause : {&task.strategy, &task.retry, &task.cache, &task.deadline})
        if (*clause) take(**clause);
    }
    if (plan.search) take(*plan.search);
    for (const expr::Component& tracker : plan.trackers) take(tracker);
    if (plan.scheduler) take(*plan.scheduler);
    for (const expr::ModelGraph& model : plan.models)
      for (const expr::LayerInstance& layer : model.layers) {
        names_.insert(layer.op);
        take(layer.arguments);
        for (const expr::Weight& weight : layer.weights) take(weight.initializer);
      }
  }

  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  void take(const expr::Record& record) {
    for (const expr::NamedValue& field : record.fields) take(field.value);
  }

  void take(const expr::Component& component) {
    names_.insert(component.name);
    take(component.arguments);
  }

  void take(const expr::Value& value) {
    if (const auto* component = std::get_if<expr::Component>(&value.node)) take(*component);
    if (const auto* record = std::get_if<expr::Record>(&value.node)) take(*record);
    if (const auto* list = std::get_if<expr::List>(&value.node))
      for (const expr::Value& item : list->items) take(item);
  }

  std::set<std::string> names_;
};

}  // namespace

std::vector<std::string> namesUsed(const Plan& plan) {
  NameCollector collector;
  collector.take(plan);
  return collector.names();
}

}  // namespace itw::plan
