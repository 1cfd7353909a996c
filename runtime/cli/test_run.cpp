#include "runtime/cli/test_run.h"

#include "compiler/driver/standard_library.h"
#include "compiler/expr/evaluate.h"
#include "runtime/cli/carry_out.h"

namespace itw::cli {
namespace {

constexpr int kFailed = 5;

// A value of a run as what the condition computes with; nothing for a value of another kind.
std::optional<expr::Scalar> scalarOf(const expr::Value& value, const expr::ScalarType& type) {
  if (const auto* truth = std::get_if<bool>(&value.node)) return expr::Scalar{*truth};
  if (const auto* text = std::get_if<std::string>(&value.node)) return expr::Scalar{*text};
  const auto* quantity = std::get_if<expr::Quantity>(&value.node);
  auto number = quantity != nullptr ? std::optional(quantity->amount) : expr::numberOf(value);
  if (!number) return std::nullopt;
  if (type.kind == expr::ScalarKind::Measure)
    return expr::Scalar{expr::Measure{expr::Real(*number), type.dimension}};
  const auto* whole = std::get_if<std::int64_t>(&value.node);
  if (type.kind == expr::ScalarKind::Int && whole != nullptr) return expr::Scalar{*whole};
  return expr::Scalar{expr::Real(*number)};
}

// The values of a finished run.
class Results {
 public:
  Results() = default;
  Results(const plan::Plan& plan, const store::RunState& state) : plan_(&plan), state_(&state) {}

  std::optional<expr::Scalar> of(const sema::Operand& operand) const {
    if (operand.value) return operand.value;
    if (plan_ == nullptr || !operand.source) return std::nullopt;
    const auto* record = state_->find(plan_->tasks[operand.source->node].id);
    if (record == nullptr || !record->succeeded()) return std::nullopt;
    const auto output = store::outputOf(*record, operand.source->output);
    const auto value = plan::valueFromJson(output.value);
    return value ? scalarOf(*value, operand.type) : std::nullopt;
  }

 private:
  const plan::Plan* plan_ = nullptr;
  const store::RunState* state_ = nullptr;
};

std::string textOf(expr::FaultKind fault) {
  switch (fault) {
    case expr::FaultKind::Overflow:
      return "a number is too large";
    case expr::FaultKind::DivisionByZero:
      return "it divides by zero";
    case expr::FaultKind::NotDivisible:
      return "a division leaves a remainder";
    case expr::FaultKind::OutOfDomain:
      return "a function is outside its domain";
    case expr::FaultKind::TextTooLong:
      return "the text is too long";
    case expr::FaultKind::GuardBroken:
      return "a function does not take a value";
  }
  return "";
}

SourcePlace placeOf(const Compilation& unit, Span span) {
  const SourceFile& file = unit.sources.file(span.file);
  const LineColumn at = file.place(span.begin);
  return {file.path(), at.line, at.column};
}

ExpectationResult decide(const Compilation& unit, const sema::Expectation& expectation,
                         const Results& results) {
  ExpectationResult result{.text = expectation.text, .place = placeOf(unit, expectation.span)};
  std::vector<expr::Scalar> slots;
  for (const sema::Operand& operand : expectation.operands) {
    auto value = results.of(operand);
    if (!value) {
      result.fault = "`" + operand.text + "` has no value";
      return result;
    }
    result.operands.push_back({operand.text, expr::textOf(*value)});
    slots.push_back(*std::move(value));
  }
  const expr::Outcome outcome = expr::evaluate(expectation.condition, slots);
  if (const auto* fault = std::get_if<expr::Fault>(&outcome)) {
    result.fault = textOf(fault->kind);
    return result;
  }
  const bool* truth = std::get<expr::Scalar>(outcome).boolean();
  result.holds = truth != nullptr && *truth;
  return result;
}

void decideAll(TestResult& result, const Compilation& unit, const sema::TestInstance& test,
               const Results& results) {
  for (const sema::Expectation& expectation : test.expectations) {
    result.expectations.push_back(decide(unit, expectation, results));
    if (!result.expectations.back().holds) result.exitCode = kFailed;
  }
}

Error needsValue(const sema::MissingValue& value) {
  Error error = makeError(ErrorClass::Usage, "`" + value.path + "` has no value",
                          "give it one with `--set " + value.path + "=...`");
  error.code = "E0317";
  return error;
}

}  // namespace

TestResult carryOutTest(Console& console, const Compilation& unit, const sema::TestInstance& test,
                        const TestPlace& place) {
  TestResult result{.title = test.title};
  const auto refuse = [&](Error error) {
    result.exitCode = exitCodeOf(error.kind);
    result.error = std::move(error);
    return result;
  };
  if (!test.run.missing.empty()) return refuse(needsValue(test.run.missing.front()));
  if (test.run.nodes.empty()) {
    decideAll(result, unit, test, {});
    return result;
  }
  auto session = exec::beginRun(place.store, planOf(unit, test.run),
                                {place.file, place.sets, unimplementedNames()});
  if (!session) return refuse(std::move(session.error()));
  const auto index = store::Index::open(place.store);
  const exec::Outcome outcome = execute(console, place.store, *session, *index, place.silent);
  result.run = session->run;
  result.exitCode = outcome.exitCode;
  if (outcome.fatal) result.error = outcome.fatal;
  for (const auto& [task, record] : session->state.tasks())
    if (record.error != nullptr && !result.error) result.error = *record.error;
  if (outcome.exitCode == 0) decideAll(result, unit, test, {session->plan, session->state});
  return result;
}

}  // namespace itw::cli
