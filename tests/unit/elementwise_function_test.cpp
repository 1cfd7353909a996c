#include "runtime/nn/elementwise_function.h"

#include <gmock/gmock.h>

#include <array>

#include "compiler/expr/function_value.h"

namespace itw::nn {
namespace {

using expr::List;
using expr::Value;

Value operation(const std::string& name, std::vector<Value> operands) {
  List list{{{name}}};
  for (Value& operand : operands) list.items.push_back(std::move(operand));
  return {std::move(list)};
}

Value at(std::int64_t place) { return {place}; }

Value function(std::vector<Value> operations, std::int64_t parameters) {
  List types;
  for (std::int64_t i = 0; i < parameters; ++i) types.items.push_back({std::string("float")});
  const auto last = static_cast<std::int64_t>(operations.size()) - 1;
  expr::Component component{std::string(expr::kFunctionComponent), {}};
  component.arguments.fields = {{"operations", {List{std::move(operations)}}},
                                {"parameters", {std::move(types)}},
                                {"result", {last}},
                                {"type", {std::string("float")}}};
  return {std::move(component)};
}

ElementwiseFunction made(const Value& value, std::size_t parameters) {
  auto result = ElementwiseFunction::of(&value, parameters);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return *result;
}

// Every operation at once: a sum of them all at the points given.
Value everything() {
  return function(
      {operation("slot", {at(0)}), operation("slot", {at(1)}), operation("constant", {{2.0}}),
       operation("*", {at(0), at(1)}), operation("abs", {at(3)}), operation("+", {at(4), at(2)}),
       operation("sqrt", {at(5)}), operation("log", {at(5)}), operation("exp", {at(1)}),
       operation("/", {at(6), at(5)}), operation("min", {at(0), at(1)}),
       operation("max", {at(9), at(10)}), operation("negate", {at(11)}),
       operation("%", {at(0), at(2)}), operation(">", {at(0), at(1)}),
       operation("if", {at(14), at(12), at(13)}), operation("+", {at(15), at(7)}),
       operation("-", {at(16), at(8)}), operation("*", {at(17), at(0)})},
      2);
}

TEST(ElementwiseFunction, derivativesAreThoseOfFiniteDifferences) {
  const Value value = everything();
  const ElementwiseFunction f = made(value, 2);
  const at::Tensor a = at::linspace(-3.03, 3.01, 101, at::kDouble);
  const at::Tensor b = at::linspace(1.7, -1.3, 101, at::kDouble);
  constexpr double kStep = 1e-6;
  const std::array<at::Tensor, 2> here = {a, b};
  const std::array<at::Tensor, 2> above = {a + kStep, b};
  const std::array<at::Tensor, 2> below = {a - kStep, b};
  const Dual dual = f.withDerivative(here, 0);
  const at::Tensor numeric = (f(above) - f(below)) / (2 * kStep);
  EXPECT_TRUE(at::allclose(dual.value, f(here)));
  EXPECT_TRUE(at::allclose(dual.derivative, numeric, 1e-6, 1e-6))
      << (dual.derivative - numeric).abs().max().item<double>();
}

TEST(ElementwiseFunction, theBranchThatIsNotTakenHasNoPartInTheDerivative) {
  // if x > 0 then sqrt(x) else 0: the root's derivative at 0 is infinite.
  const Value value = function(
      {operation("slot", {at(0)}), operation("constant", {{0.0}}), operation(">", {at(0), at(1)}),
       operation("sqrt", {at(0)}), operation("if", {at(2), at(3), at(1)})},
      1);
  const std::array<at::Tensor, 1> x = {at::tensor({-1.0, 0.0, 4.0})};
  const Dual dual = made(value, 1).withDerivative(x, 0);
  EXPECT_TRUE(at::equal(dual.value, at::tensor({0.0, 0.0, 2.0})));
  EXPECT_TRUE(at::equal(dual.derivative, at::tensor({0.0, 0.0, 0.25})));
}

TEST(ElementwiseFunction, aConstantIsOneNumberForEveryElementAndHasNoSlope) {
  const Value value = function({operation("constant", {{3.0}})}, 1);
  const std::array<at::Tensor, 1> x = {at::zeros({2, 3})};
  const Dual dual = made(value, 1).withDerivative(x, 0);
  EXPECT_TRUE(at::equal(dual.value, at::full({2, 3}, 3.0F)));
  EXPECT_TRUE(at::equal(dual.derivative, at::zeros({2, 3})));
}

TEST(ElementwiseFunction, whatIsNoFunctionIsRefused) {
  const auto refused = [](const Value& value, std::size_t parameters) {
    return !ElementwiseFunction::of(&value, parameters);
  };
  EXPECT_TRUE(refused({3.0}, 1));
  EXPECT_TRUE(refused(function({}, 1), 1));
  EXPECT_TRUE(refused(function({operation("slot", {at(0)})}, 1), 2));
  EXPECT_TRUE(refused(function({operation("slot", {at(1)})}, 1), 1));
  EXPECT_TRUE(refused(function({operation("abs", {at(0)})}, 1), 1));
  EXPECT_TRUE(refused(function({operation("join", {at(0), at(0)})}, 1), 1));
  EXPECT_TRUE(refused(function({operation("slot", {at(0)}), operation("+", {at(0)})}, 1), 1));
}

}  // namespace
}  // namespace itw::nn
