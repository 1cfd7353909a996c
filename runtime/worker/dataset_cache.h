#pragma once

#include <list>
#include <string>
#include <unordered_map>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"
#include "runtime/event/message.h"

namespace itw::worker {

/// Datasets that stay open between tasks, by digest. The least recently used ones go when the bytes
/// exceed the limit; a task that holds one keeps it alive.
class DatasetCache {
 public:
  explicit DatasetCache(std::size_t limitBytes) : limit_(limitBytes) {}

  /// The dataset of an input artifact, whole or rows of one in `store`.
  Result<data::DataView> open(const event::OutputValue& input, const std::string& store);

  std::size_t size() const { return order_.size(); }

 private:
  struct Entry {
    std::string digest;
    std::shared_ptr<const data::Dataset> dataset;
  };

  Result<data::DataView> openFile(const std::string& path, const std::string& digest,
                                  const std::string& store);
  std::shared_ptr<const data::Dataset> find(const std::string& digest);
  void keep(const std::string& digest, std::shared_ptr<const data::Dataset> dataset);

  std::size_t limit_;
  std::size_t bytes_ = 0;
  std::list<Entry> order_;  ///< Last used first.
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

/// Where the store keeps an artifact; empty for a text that is no digest.
std::string artifactPath(const std::string& store, const std::string& digest);

}  // namespace itw::worker
