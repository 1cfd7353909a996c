#include "runtime/data/array.h"

#include <array>

namespace itw::data {

namespace {

struct Facts {
  std::string_view name;
  std::size_t size;
  std::optional<expr::DType> dtype;
};

using expr::DType;

// In the order of ElementType.
constexpr std::array<Facts, 13> kFacts = {{{"bool", 1, DType::Bool},
                                           {"int8", 1, std::nullopt},
                                           {"u8", 1, DType::U8},
                                           {"int16", 2, std::nullopt},
                                           {"uint16", 2, std::nullopt},
                                           {"int32", 4, std::nullopt},
                                           {"uint32", 4, std::nullopt},
                                           {"i64", 8, DType::I64},
                                           {"uint64", 8, std::nullopt},
                                           {"f16", 2, DType::F16},
                                           {"bf16", 2, DType::BF16},
                                           {"f32", 4, DType::F32},
                                           {"f64", 8, DType::F64}}};

const Facts& factsOf(ElementType type) { return kFacts[static_cast<std::size_t>(type)]; }

}  // namespace

std::size_t sizeOf(ElementType type) { return factsOf(type).size; }

std::string_view nameOf(ElementType type) { return factsOf(type).name; }

std::optional<expr::DType> dtypeOf(ElementType type) { return factsOf(type).dtype; }

ElementType elementTypeOf(expr::DType dtype) {
  std::size_t index = 0;
  while (kFacts[index].dtype != dtype) ++index;
  return static_cast<ElementType>(index);
}

std::int64_t SourceArray::elements() const {
  std::int64_t product = 1;
  for (std::int64_t size : shape) product *= size;
  return product;
}

const SourceArray* SourceArrays::find(std::string_view name) const {
  for (const SourceArray& array : arrays) {
    if (array.name == name) return &array;
  }
  return nullptr;
}

std::string textOf(const SourceArray& array) {
  std::string text(nameOf(array.type));
  text += '[';
  for (std::size_t i = 0; i < array.shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(array.shape[i]);
  }
  return text + ']';
}

}  // namespace itw::data
