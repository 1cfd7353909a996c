#include "runtime/train/apply.h"

#include <array>
#include <cstring>

#include "runtime/data/assemble.h"
#include "runtime/data/transform_errors.h"
#include "runtime/nn/elementwise_function.h"
#include "runtime/train/torch_errors.h"

namespace itw::train {

namespace {

Result<void> applyTo(const data::DataView& view, const data::Column& column,
                     const nn::ElementwiseFunction& function, std::byte* to) {
  gather(view, column, to);
  std::vector<std::int64_t> shape = {view.size()};
  shape.insert(shape.end(), column.field.type.shape.begin(), column.field.type.shape.end());
  at::Tensor values = at::from_blob(to, shape, nn::scalarTypeOf(column.field.type.dtype));
  const std::array<at::Tensor, 1> argument = {values.to(at::kDouble)};
  const at::Tensor results = function(argument);
  const at::Tensor bad = results.isfinite().logical_not().flatten().nonzero();
  if (bad.numel() > 0) {
    const auto place = bad[0].item<std::int64_t>();
    return fail(data::notFiniteResult(
        column.field.name, place / std::max<std::int64_t>(column.field.type.elements(), 1),
        argument[0].flatten()[place].item<double>()));
  }
  values.copy_(results);
  return {};
}

}  // namespace

Result<std::shared_ptr<const data::Dataset>> applyToField(const data::DataView& view,
                                                          const std::string& field,
                                                          const expr::Value* function) {
  return guarded([&]() -> Result<std::shared_ptr<const data::Dataset>> {
    auto program = nn::ElementwiseFunction::of(function, 1);
    if (!program) return fail(std::move(program.error()));
    if (view.base->find(field) == nullptr) return fail(data::noSuchField(field));
    data::Assembly assembly(view.size());
    for (const data::Column& column : view.base->columns) {
      std::byte* to = assembly.add(column.field);
      if (column.field.name != field) {
        gather(view, column, to);
      } else if (auto done = applyTo(view, column, *program, to); !done) {
        return fail(std::move(done.error()));
      }
    }
    return assembly.finish();
  });
}

}  // namespace itw::train
