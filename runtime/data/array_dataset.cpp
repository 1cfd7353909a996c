#include "runtime/data/array_dataset.h"

#include <algorithm>

#include "runtime/data/array_errors.h"
#include "runtime/data/array_values.h"

namespace itw::data {

namespace {

bool isInteger(ElementType type) { return type < ElementType::F16; }

// Whether the array may be read as the field's elements at all.
bool typeSuits(const SourceArray& array, const FieldType& type, bool convert) {
  if (type.classes > 0) return isInteger(array.type) && array.type != ElementType::Bool;
  const bool half = type.dtype == expr::DType::F16 || type.dtype == expr::DType::BF16;
  return (convert && !half) || dtypeOf(array.type) == type.dtype;
}

bool shapeSuits(const SourceArray& array, const FieldType& type) {
  return array.shape.size() == type.shape.size() + 1 &&
         std::equal(type.shape.begin(), type.shape.end(), array.shape.begin() + 1);
}

std::vector<std::string> namesOf(const SourceArrays& arrays) {
  std::vector<std::string> names;
  for (const SourceArray& array : arrays.arrays) names.push_back(array.name);
  return names;
}

class Maker {
 public:
  Maker(SourceArrays arrays, const Schema& schema, const ArrayReading& reading)
      : arrays_(std::move(arrays)), schema_(schema), reading_(reading) {}

  Result<ArrayTable> make() {
    if (reading_.sole && schema_.size() != 1) return fail(soleArray(reading_.file, schema_.size()));
    auto dataset = std::make_shared<Dataset>();
    auto owners = std::make_shared<std::vector<std::shared_ptr<const void>>>(arrays_.owners);
    for (const Field& field : schema_) {
      auto column = columnOf(field, *dataset, *owners);
      if (!column) return fail(std::move(column.error()));
      dataset->columns.push_back(*std::move(column));
    }
    dataset->owner = std::move(owners);
    return ArrayTable{std::move(dataset), unused()};
  }

 private:
  Result<Column> columnOf(const Field& field, Dataset& dataset,
                          std::vector<std::shared_ptr<const void>>& owners) {
    const SourceArray* array = reading_.sole ? arrays_.arrays.data() : arrays_.find(field.name);
    if (array == nullptr) return fail(missingArray(reading_.file, field.name, namesOf(arrays_)));
    if (!typeSuits(*array, field.type, reading_.convert))
      return fail(arrayType(reading_.file, array->name, textOf(*array), field));
    if (!shapeSuits(*array, field.type))
      return fail(arrayShape(reading_.file, array->name, textOf(*array), field));
    const std::int64_t rows = array->shape[0];
    if (rows == 0) return fail(arrayWithoutRows(reading_.file, array->name));
    if (dataset.columns.empty()) {
      dataset.rows = rows;
    } else if (rows != dataset.rows) {
      return fail(arrayRows(reading_.file, {dataset.columns[0].field.name, dataset.rows},
                            {array->name, rows}));
    }
    ArrayValues values = readArray(*array, field.type);
    if (values.bad) return fail(elementError(*values.bad, *array, field));
    if (values.owner != nullptr) owners.push_back(std::move(values.owner));
    return Column{.field = field, .bytes = values.bytes};
  }

  Error elementError(const BadElement& bad, const SourceArray& array, const Field& field) const {
    std::string place = array.name + "[";
    std::int64_t rest = bad.index;
    std::vector<std::int64_t> index(array.shape.size());
    for (std::size_t i = index.size(); i-- > 0; rest /= array.shape[i])
      index[i] = rest % array.shape[i];
    for (std::size_t i = 0; i < index.size(); ++i)
      place += (i == 0 ? "" : ", ") + std::to_string(index[i]);
    return badArrayElement(reading_.file, place + "]", bad, field);
  }

  std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const SourceArray& array : arrays_.arrays) {
      const bool taken = reading_.sole ||
                         std::any_of(schema_.begin(), schema_.end(), [&array](const Field& field) {
                           return field.name == array.name;
                         });
      if (!taken) names.push_back(array.name);
    }
    return names;
  }

  SourceArrays arrays_;
  const Schema& schema_;
  const ArrayReading& reading_;
};

}  // namespace

Result<ArrayTable> datasetOfArrays(SourceArrays arrays, const Schema& schema,
                                   const ArrayReading& reading) {
  return Maker(std::move(arrays), schema, reading).make();
}

}  // namespace itw::data
