#include "runtime/data/assemble.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace itw::data {

std::shared_ptr<std::byte> alignedBytes(std::size_t count) {
  constexpr std::align_val_t kAlignment{64};
  auto* memory =
      static_cast<std::byte*>(::operator new(std::max<std::size_t>(count, 1), kAlignment));
  return {memory, [](std::byte* freed) { ::operator delete(freed, kAlignment); }};
}

std::size_t sampleBytes(const Column& column) {
  return static_cast<std::size_t>(column.field.type.elements()) *
         expr::sizeOf(column.field.type.dtype);
}

std::byte* Assembly::add(Field field) {
  Column column{.field = std::move(field)};
  const auto memory = alignedBytes(static_cast<std::size_t>(dataset_->rows) * sampleBytes(column));
  column.bytes = memory.get();
  owners_.push_back(memory);
  dataset_->columns.push_back(std::move(column));
  return memory.get();
}

void Assembly::share(const Column& column, const std::shared_ptr<const Dataset>& from) {
  dataset_->columns.push_back(column);
  owners_.push_back(from);
}

std::shared_ptr<const Dataset> Assembly::finish() {
  dataset_->owner =
      std::make_shared<const std::vector<std::shared_ptr<const void>>>(std::move(owners_));
  return std::move(dataset_);
}

void gather(const DataView& view, const Column& column, std::byte* to) {
  const std::size_t size = sampleBytes(column);
  if (!view.rows) {
    std::memcpy(to, column.bytes, static_cast<std::size_t>(view.size()) * size);
    return;
  }
  for (std::int64_t row : *view.rows) {
    std::memcpy(to, column.bytes + static_cast<std::size_t>(row) * size, size);
    to += size;
  }
}

std::shared_ptr<const Dataset> materialized(const DataView& view) {
  if (!view.rows) return view.base;
  Assembly assembly(view.size());
  for (const Column& column : view.base->columns) gather(view, column, assembly.add(column.field));
  return assembly.finish();
}

}  // namespace itw::data
