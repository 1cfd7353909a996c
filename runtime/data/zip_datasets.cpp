#include "runtime/data/zip_datasets.h"

#include "runtime/data/assemble.h"
#include "runtime/data/transform_errors.h"

namespace itw::data {

namespace {

void addAll(Assembly& assembly, const DataView& view) {
  for (const Column& column : view.base->columns) {
    if (view.rows)
      gather(view, column, assembly.add(column.field));
    else
      assembly.share(column, view.base);
  }
}

}  // namespace

Result<std::shared_ptr<const Dataset>> zipped(const DataView& left, const DataView& right) {
  if (left.size() != right.size()) return fail(otherLength(left.size(), right.size()));
  Assembly assembly(left.size());
  addAll(assembly, left);
  addAll(assembly, right);
  return assembly.finish();
}

}  // namespace itw::data
