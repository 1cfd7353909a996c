#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "runtime/data/dataset.h"

namespace itw::data {

/// Bytes that begin on a cache line, and at least one.
std::shared_ptr<std::byte> alignedBytes(std::size_t count);

/// Memory that a new dataset's columns are written into.
class Assembly {
 public:
  explicit Assembly(std::int64_t rows) : dataset_(std::make_shared<Dataset>()) {
    dataset_->rows = rows;
  }

  /// Adds a column and gives its memory, aligned and to be written in full.
  std::byte* add(Field field);
  /// Adds a column of another dataset as it is; `from` must have as many rows.
  void share(const Column& column, const std::shared_ptr<const Dataset>& from);

  std::shared_ptr<const Dataset> finish();

 private:
  std::shared_ptr<Dataset> dataset_;
  std::vector<std::shared_ptr<const void>> owners_;
};

/// Bytes of one sample of a column.
std::size_t sampleBytes(const Column& column);

/// The base's row at a position of a view.
inline std::int64_t rowAt(const DataView& view, std::int64_t position) {
  return view.rows ? (*view.rows)[static_cast<std::size_t>(position)] : position;
}

/// Copies a column's samples in the order of the view.
void gather(const DataView& view, const Column& column, std::byte* to);

/// The view as a dataset of its own; the base itself where the view is all of it.
std::shared_ptr<const Dataset> materialized(const DataView& view);

}  // namespace itw::data
