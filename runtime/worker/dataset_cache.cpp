#include "runtime/worker/dataset_cache.h"

#include <algorithm>

#include "runtime/data/data_errors.h"
#include "runtime/data/dataset_file.h"

namespace itw::worker {

namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::size_t kHexDigits = 64;

bool rowsFit(const std::vector<std::int64_t>& rows, std::int64_t count) {
  return std::all_of(rows.begin(), rows.end(),
                     [count](std::int64_t row) { return row >= 0 && row < count; });
}

}  // namespace

std::string artifactPath(const std::string& store, const std::string& digest) {
  if (!digest.starts_with(kPrefix) || digest.size() != kPrefix.size() + kHexDigits) return {};
  const std::string hex = digest.substr(kPrefix.size());
  if (hex.find_first_not_of("0123456789abcdef") != std::string::npos) return {};
  return store + "/sha256/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

Result<data::DataView> DatasetCache::open(const event::OutputValue& input,
                                          const std::string& store) {
  return openFile(input.path, input.digest, store);
}

Result<data::DataView> DatasetCache::openFile(const std::string& path, const std::string& digest,
                                              const std::string& store) {
  if (auto cached = find(digest)) {
    return data::DataView{.base = std::move(cached), .digest = digest, .rows = std::nullopt};
  }
  auto file = data::openDatasetFile(path);
  if (!file) return fail(std::move(file.error()));
  if (file->dataset != nullptr) {
    keep(digest, file->dataset);
    return data::DataView{.base = file->dataset, .digest = digest, .rows = std::nullopt};
  }
  const std::string basePath = artifactPath(store, file->base);
  if (basePath.empty()) return fail(data::badArtifact(path, "it names no dataset"));
  auto base = openFile(basePath, file->base, store);
  if (!base) return fail(std::move(base.error()).during("open the dataset behind " + path));
  // A part of a part would need its rows looked up twice; split writes rows of the whole dataset.
  if (base->rows || !rowsFit(file->rows, base->base->rows)) {
    return fail(data::badArtifact(path, "its rows are not those of its dataset"));
  }
  base->rows = std::move(file->rows);
  return base;
}

std::shared_ptr<const data::Dataset> DatasetCache::find(const std::string& digest) {
  const auto place = places_.find(digest);
  if (place == places_.end()) return nullptr;
  order_.splice(order_.begin(), order_, place->second);
  return place->second->dataset;
}

void DatasetCache::keep(const std::string& digest, std::shared_ptr<const data::Dataset> dataset) {
  if (digest.empty()) return;
  bytes_ += dataset->byteCount();
  order_.push_front({digest, std::move(dataset)});
  places_[digest] = order_.begin();
  while (bytes_ > limit_ && order_.size() > 1) {
    bytes_ -= order_.back().dataset->byteCount();
    places_.erase(order_.back().digest);
    order_.pop_back();
  }
}

}  // namespace itw::worker
