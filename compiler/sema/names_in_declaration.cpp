#include "compiler/sema/names_in.h"

namespace itw::sema {
namespace {

// Hands on every expression and type of a declaration.
class Parts {
 public:
  explicit Parts(const VisitName& visit) : visit_(visit) {}

  void of(const syntax::ImportDecl&) {}
  void of(const syntax::ParamDecl& param) { part(param.parameter); }
  void of(const syntax::LetDecl& let) { part(let.value); }
  void of(const syntax::TypeDecl& type) { part(type.type); }
  void of(const syntax::FnDecl& function) {
    parts(function.parameters);
    part(function.result);
    part(function.body);
  }
  void of(const syntax::OpDecl&) {}
  void of(const syntax::TaskDecl&) {}
  void of(const syntax::ComponentDecl&) {}
  void of(const syntax::ModelDecl& model) {
    parts(model.parameters);
    parts(model.inputs);
    parts(model.outputs);
    part(model.where);
    for (const syntax::ModelStatement& statement : model.body) part(statement.value);
  }
  void of(const syntax::StepDecl& step) {
    parts(step.parameters);
    parts(step.outputs);
    part(step.implementation);
    parts(step.body);
  }
  void of(const syntax::PipelineDecl& pipeline) {
    parts(pipeline.parameters);
    for (const syntax::PipelineStatement& statement : pipeline.body) part(statement.value);
  }
  void of(const syntax::SweepDecl& sweep) {
    visit_({sweep.pipeline.text, sweep.pipeline.span});
    parts(sweep.body);
  }
  void of(const syntax::StudyDecl& study) {
    visit_({study.pipeline.text, study.pipeline.span});
    parts(study.body);
  }
  void of(const syntax::ShapeDecl& shape) {
    for (const syntax::ExprPtr& alternative : shape.alternatives) part(alternative);
  }
  void of(const syntax::SiteDecl& site) {
    for (const syntax::SiteEntry& entry : site.entries) part(entry.value);
  }
  void of(const syntax::ProfileDecl& profile) {
    for (const syntax::ProfileEntry& entry : profile.entries) part(entry.value);
  }
  void of(const syntax::ObserveDecl& observe) {
    for (const syntax::ExprPtr& tracker : observe.trackers) part(tracker);
  }
  void of(const syntax::TestDecl& test) {
    for (const syntax::TestStatement& statement : test.body) part(statement.value);
  }

 private:
  void part(const syntax::ExprPtr& expr) {
    if (expr) forEachName(*expr, visit_);
  }
  void part(const syntax::TypePtr& type) {
    if (type) forEachName(*type, visit_);
  }
  void part(const syntax::Parameter& parameter) {
    part(parameter.type);
    part(parameter.range);
    part(parameter.fallback);
    part(parameter.where);
  }
  void part(const syntax::Port& port) { part(port.type); }
  void part(const syntax::Binding& binding) { part(binding.value); }
  // `when` nests, but no deeper than the parser lets it.
  void part(const syntax::SweepStatement& statement) {
    if (statement.binding) part(*statement.binding);
    part(statement.value);
    parts(statement.body);
  }
  template <class Each>
  void parts(const std::vector<Each>& all) {
    for (const Each& each : all) part(each);
  }

  const VisitName& visit_;
};

}  // namespace

void forEachName(const syntax::Declaration& declaration, const VisitName& visit) {
  Parts parts(visit);
  std::visit([&](const auto& node) { parts.of(node); }, declaration.node);
}

}  // namespace itw::sema
