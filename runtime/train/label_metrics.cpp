#include "runtime/train/metrics.h"
#include "runtime/train/mismatch.h"

namespace itw::train::metrics {

namespace {

class Accuracy final : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  void reset() override { right_ = total_ = 0; }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    right_ += prediction.argmax(1).eq(target).sum().item<std::int64_t>();
    total_ += target.size(0);
  }

  std::optional<double> number() const override {
    return static_cast<double>(right_) / static_cast<double>(total_);
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  std::int64_t right_ = 0;
  std::int64_t total_ = 0;
};

// Rows are labels, columns predictions.
class ConfusionMatrix : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  void reset() override { counts_.clear(); }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    classes_ = prediction.size(1);
    counts_.resize(static_cast<std::size_t>(classes_ * classes_));
    const at::Tensor cells = target * classes_ + prediction.argmax(1);
    const at::Tensor counts = at::bincount(cells, {}, classes_ * classes_);
    const auto* values = counts.const_data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += values[i];
  }

  std::optional<double> number() const override { return std::nullopt; }

  std::string json() const override {
    std::string text = "[";
    for (std::int64_t row = 0; row < classes_; ++row) {
      text += row == 0 ? "[" : ",[";
      for (std::int64_t column = 0; column < classes_; ++column) {
        if (column > 0) text += ',';
        text += std::to_string(counts_[static_cast<std::size_t>(row * classes_ + column)]);
      }
      text += ']';
    }
    return text + "]";
  }

 protected:
  std::int64_t classes() const { return classes_; }
  double count(std::int64_t label, std::int64_t predicted) const {
    return static_cast<double>(counts_[static_cast<std::size_t>(label * classes_ + predicted)]);
  }

 private:
  std::int64_t classes_ = 0;
  std::vector<std::int64_t> counts_;
};

// What a class has in a confusion matrix.
struct ClassCounts {
  double right = 0;
  double labels = 0;
  double predictions = 0;

  // A class that nobody was taken for, or that has no samples, counts as zero.
  static double share(double part, double whole) { return whole == 0 ? 0 : part / whole; }
  double precision() const { return share(right, predictions); }
  double recall() const { return share(right, labels); }
  double f1() const { return share(2 * right, labels + predictions); }
};

// A mean over the classes of what a confusion matrix says of each (macro average).
class ClassMean final : public ConfusionMatrix {
 public:
  using Score = double (ClassCounts::*)() const;
  explicit ClassMean(Score score) : score_(score) {}

  std::optional<double> number() const override {
    double sum = 0;
    for (std::int64_t label = 0; label < classes(); ++label) sum += (countsOf(label).*score_)();
    return sum / static_cast<double>(classes());
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  ClassCounts countsOf(std::int64_t label) const {
    ClassCounts counts{.right = count(label, label)};
    for (std::int64_t other = 0; other < classes(); ++other) {
      counts.labels += count(label, other);
      counts.predictions += count(other, label);
    }
    return counts;
  }

  Score score_;
};

// The share of pairs of a sample of the class and one of another that the scores put in the right
// order, ties counting half (Mann and Whitney, 1947), as a mean over the classes.
class Auc final : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  void reset() override {
    scores_.clear();
    labels_.clear();
  }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    scores_.push_back(prediction.to(at::kDouble).softmax(1));
    labels_.push_back(target.clone());
  }

  std::optional<double> number() const override {
    const at::Tensor scores = at::cat(scores_);
    const at::Tensor labels = at::cat(labels_);
    double sum = 0;
    std::int64_t counted = 0;
    for (std::int64_t label = 0; label < scores.size(1); ++label) {
      const std::optional<double> area = areaOf(scores.select(1, label), labels.eq(label));
      sum += area.value_or(0);
      counted += area ? 1 : 0;
    }
    return counted == 0 ? 0 : sum / static_cast<double>(counted);
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  // Nothing for a class without samples, or with all of them.
  static std::optional<double> areaOf(const at::Tensor& scores, const at::Tensor& isClass) {
    const auto inside = isClass.sum().item<double>();
    const auto outside = static_cast<double>(isClass.numel()) - inside;
    if (inside == 0 || outside == 0) return std::nullopt;
    const auto [values, inverse, counts] =
        at::unique_dim(scores, 0, /*sorted=*/true, /*return_inverse=*/true, /*return_counts=*/true);
    // The mean rank of each distinct score, from 1.
    const at::Tensor ends = counts.cumsum(0).to(at::kDouble);
    const at::Tensor ranks = ends - (counts.to(at::kDouble) - 1) / 2;
    const double rankSum =
        ranks.index_select(0, inverse).masked_select(isClass).sum().item<double>();
    return (rankSum - inside * (inside + 1) / 2) / (inside * outside);
  }

  std::vector<at::Tensor> scores_;
  std::vector<at::Tensor> labels_;
};

}  // namespace

Made accuracy() { return std::make_unique<Accuracy>(); }
Made confusionMatrix() { return std::make_unique<ConfusionMatrix>(); }
Made precision() { return std::make_unique<ClassMean>(&ClassCounts::precision); }
Made recall() { return std::make_unique<ClassMean>(&ClassCounts::recall); }
Made f1() { return std::make_unique<ClassMean>(&ClassCounts::f1); }
Made auc() { return std::make_unique<Auc>(); }

}  // namespace itw::train::metrics
