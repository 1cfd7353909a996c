// How fast a training gets its batches: the order of each epoch drawn and the rows gathered, by one
// thread and without a step in between. Prints JSON for loader.py.
//
//     bench_loader FILE SHAPE BATCH EPOCHS     FILE: x.csv or x.npz, fields `x` and `label`

#include <ATen/Parallel.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "runtime/data/array_dataset.h"
#include "runtime/data/csv_reader.h"
#include "runtime/data/dataset_file.h"
#include "runtime/data/npy.h"
#include "runtime/train/feed.h"

namespace {

using namespace itw;

[[noreturn]] void stop(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  std::exit(1);
}

template <class T>
T need(Result<T> result) {
  if (!result) stop(result.error());
  return *std::move(result);
}

data::Schema schemaFor(const std::string& shape) {
  return {{"x", need(data::fieldTypeOf("f32[" + shape + "]"))},
          {"label", need(data::fieldTypeOf("class[10]"))}};
}

std::shared_ptr<const data::Dataset> read(const std::string& path, const data::Schema& schema) {
  if (path.ends_with(".csv")) return need(data::readCsvFile(path, schema)).dataset;
  auto arrays = need(data::openNpz(path, [](std::string_view) { return true; }));
  return need(data::datasetOfArrays(std::move(arrays), schema, {.file = path})).dataset;
}

// As a task gets it: mapped from the store.
data::DataView stored(const std::string& path, const data::Schema& schema) {
  const std::string file = path + ".stored";
  if (auto written = data::writeDataset(file, *read(path, schema)); !written) stop(written.error());
  return {.base = need(data::openDatasetFile(file)).dataset, .digest = "", .rows = {}};
}

// A model that takes `x`; only its ports matter here.
expr::ModelGraph graphFor(const data::FieldType& type) {
  expr::ModelGraph graph;
  graph.name = "Bench";
  graph.inputs.push_back({.name = "x", .type = {.dtype = type.dtype, .dims = {{}}}});
  for (std::int64_t size : type.shape) {
    graph.inputs[0].type.dims.emplace_back();
    graph.inputs[0].type.dims.back().size = size;
  }
  graph.outputs.push_back({.name = "output", .source = {}, .type = {}});
  return graph;
}

struct Passed {
  std::int64_t samples = 0;
  std::int64_t labels = 0;  // Their sum, which every loader must find.
};

void pass(train::Feed& feed, std::int64_t batch, std::int64_t epoch, Passed& passed) {
  const at::Tensor order = at::empty({feed.size()}, at::kLong);
  feed.drawOrder(1, epoch, order);
  for (std::int64_t first = 0; first < feed.size(); first += batch) {
    feed.takeRows(order.narrow(0, first, std::min(batch, feed.size() - first)));
    passed.samples += feed.target().size(0);
    passed.labels += feed.target().sum().item<std::int64_t>();
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return 2;
  at::set_num_threads(1);
  const data::Schema schema = schemaFor(words[2]);
  const data::DataView view = stored(words[1], schema);
  train::Feed feed = need(train::Feed::create(view, graphFor(schema[0].type), "label"));
  Passed passed;
  pass(feed, std::atoll(words[3]), 1, passed);
  passed = {};
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t epoch = 2; epoch < 2 + std::atoll(words[4]); ++epoch)
    pass(feed, std::atoll(words[3]), epoch, passed);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  std::printf("{\"seconds\": %.9f, \"samples\": %lld, \"labels\": %lld}\n", taken.count(),
              static_cast<long long>(passed.samples), static_cast<long long>(passed.labels));
  return 0;
}
