#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/data/field_type.h"

namespace itw::data {

/// One field of all samples, row after row. The bytes belong to whatever `Dataset::owner` holds.
struct Column {
  Field field;
  const std::byte* bytes = nullptr;
};

/// Samples in memory (or mapped from a file), column by column. Never changed once made.
struct Dataset {
  std::int64_t rows = 0;
  std::vector<Column> columns;
  std::shared_ptr<const void> owner;  ///< Keeps the bytes of all columns alive.

  /// The column of that name, or null.
  const Column* find(std::string_view name) const;
  /// Bytes of all columns.
  std::size_t byteCount() const;
};

/// A dataset, or some of its rows in some order.
struct DataView {
  std::shared_ptr<const Dataset> base;
  std::string digest;                             ///< Of the base's artifact; empty if unknown.
  std::optional<std::vector<std::int64_t>> rows;  ///< Nothing means all of them.

  std::int64_t size() const { return rows ? static_cast<std::int64_t>(rows->size()) : base->rows; }
};

}  // namespace itw::data
