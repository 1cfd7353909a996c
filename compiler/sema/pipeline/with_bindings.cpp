#include "compiler/sema/pipeline/with_bindings.h"

#include "compiler/sema/argument_diagnostics.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// Reads one clause; made for one call.
class WithReader {
 public:
  WithReader(Context& context, const Scope& scope, const Symbol& pipeline)
      : context_(context), scope_(scope), pipeline_(pipeline) {}

  WithBindings read(const syntax::Clause& with) {
    AtPlace inner = AtPlace::inner(scope_.pipeline);
    if (with.bindings.empty() && !with.value) context_.report(nothingBound(with.span));
    for (const syntax::Binding& binding : with.bindings) readBinding(binding);
    if (with.value) readRecord(*with.value);
    return std::move(result_);
  }

 private:
  void readBinding(const syntax::Binding& binding) {
    const syntax::Name& name = binding.name;
    auto [earlier, fresh] = seen_.emplace(name.text, binding.span);
    if (!fresh) {
      refuse(repeatedArgument(name.span, name.text, earlier->second));
    } else if (binding.drawn) {
      refuse(drawOutsideSweep(binding.span));
    } else if (const syntax::Parameter* parameter = find(name)) {
      bind(*parameter, elaborateAs(context_, scope_, *binding.value, type_));
    }
  }

  // `with designs.best.params`
  void readRecord(const syntax::Expr& written) {
    Item record = elaborate(context_, scope_, written);
    if (record.isError() || !record.fields) {
      if (!record.isError()) context_.report(withNeedsRecord(record));
      result_.poisoned = true;
      return;
    }
    for (const ItemField& field : *record.fields) {
      Item item = field.item;
      item.span = written.span;
      if (const syntax::Parameter* parameter = find({field.name, written.span}))
        bind(*parameter, coerce(context_, scope_, std::move(item), type_));
    }
  }

  void refuse(Diagnostic diagnostic) {
    context_.report(std::move(diagnostic));
    result_.poisoned = true;
  }

  // What a name binds: an argument of the pipeline, else a param that it reaches. Null after a
  // report.
  const syntax::Parameter* find(const syntax::Name& name) {
    symbol_ = nullptr;
    for (const Parameter& parameter : signatureOf(context_, pipeline_).parameters) {
      if (parameter.name != name.text) continue;
      type_ = parameter.type;
      return parameter.syntax;
    }
    for (const Symbol* symbol : inFile(name.text)) {
      if (symbol->kind == SymbolKind::Type) continue;
      if (symbol->kind != SymbolKind::Param) {
        refuse(withBindsOther(name, *symbol));
        return nullptr;
      }
      if (!reachOf(context_).of(pipeline_).contains(symbol)) {
        refuse(withWithoutEffect(name, pipeline_.name, *symbol));
        return nullptr;
      }
      symbol_ = symbol;
      const auto& parameter = std::get<syntax::ParamDecl>(symbol->declaration->node).parameter;
      Scope scope{.module = symbol->module};
      bool broken = definitionOf(context_, *symbol, name.span).isError();
      type_ = broken ? context_.types.error() : resolveType(context_, scope, *parameter.type);
      return &parameter;
    }
    reportUnknown(name);
    return nullptr;
  }

  // What the pipeline's file declares or reads as `io.lr`.
  std::vector<const Symbol*> inFile(const std::string& name) const {
    if (name.find('.') == std::string::npos)
      return context_.symbols.inModule(pipeline_.module, name);
    std::string own = context_.symbols.qualified(pipeline_);
    auto found = context_.symbols.byQualifiedName(own.substr(0, own.rfind('.') + 1) + name);
    return found.empty() ? context_.symbols.byQualifiedName(name) : found;
  }

  void reportUnknown(const syntax::Name& name) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : signatureOf(context_, pipeline_).parameters)
      names.push_back(parameter.name);
    for (const Symbol& symbol : context_.symbols.all())
      if (symbol.kind == SymbolKind::Param && reachOf(context_).of(pipeline_).contains(&symbol))
        names.push_back(symbol.name);
    refuse(unknownArgument(name.span, pipeline_.name, name.text, nearest(name.text, names), names));
  }

  void bind(const syntax::Parameter& parameter, Item item) {
    if (item.isError()) {
      result_.poisoned = true;
      return;
    }
    // Arguments are checked where the call binds them.
    if (symbol_ == nullptr) {
      result_.arguments.emplace(parameter.name.text, std::move(item));
      return;
    }
    Locals self{{parameter.name.text, item}};
    Scope scope{.module = symbol_->module, .locals = &self};
    scope.untaken = scope_.untaken;
    if (!checkConstraints(context_, parameter, scope, item)) result_.poisoned = true;
    if (type_->is(TypeKind::Optional)) item.type = type_;
    result_.params.emplace_back(symbol_, std::move(item));
  }

  Context& context_;
  const Scope& scope_;
  const Symbol& pipeline_;
  WithBindings result_;
  std::unordered_map<std::string, Span> seen_;
  const Symbol* symbol_ = nullptr;  // The param that the name in hand binds.
  TypeRef type_ = nullptr;
};

}  // namespace

WithBindings readWith(Context& context, const Scope& scope, const Symbol& pipeline,
                      const syntax::Clause& with) {
  return WithReader(context, scope, pipeline).read(with);
}

}  // namespace itw::sema
