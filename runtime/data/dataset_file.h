#pragma once

#include <string>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// Writes a dataset as a safetensors file: a tensor [rows, ...] for each field and the schema in
/// the metadata.
Result<void> writeDataset(const std::string& path, const Dataset& dataset);

/// Writes a view as a small file: the digest of its base and the rows. The base must have a digest.
Result<void> writeRows(const std::string& path, const std::string& baseDigest,
                       const std::vector<std::int64_t>& rows);

/// What an artifact of the kind "dataset" holds: a whole dataset, or rows of another one.
struct DatasetFile {
  std::shared_ptr<const Dataset> dataset;  ///< Null if the file holds rows.
  std::string base;                        ///< Digest of the dataset that `rows` count in.
  std::vector<std::int64_t> rows;
};

/// Opens what writeDataset or writeRows wrote; the columns stay in the file's mapping.
Result<DatasetFile> openDatasetFile(const std::string& path);

}  // namespace itw::data
