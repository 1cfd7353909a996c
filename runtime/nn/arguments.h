#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"

namespace itw::nn {

/// Typed access to the arguments of an op or component. A missing or mistyped argument is
/// remembered and a default returned, so callers read all they need and ask once with `error()`.
/// The checker has proved all of this for plans that itwc wrote; a plan may also come from
/// elsewhere.
class Arguments {
 public:
  Arguments(std::string owner, const expr::Record& record)
      : owner_(std::move(owner)), record_(record) {}

  std::int64_t integer(const std::string& name);
  double number(const std::string& name);
  bool boolean(const std::string& name);
  std::string text(const std::string& name);
  std::vector<std::int64_t> integers(const std::string& name);
  /// A quantity's amount in its base unit, or a plain number.
  double amount(const std::string& name);
  /// Null where the argument is absent or `none`.
  const expr::Value* optional(const std::string& name) const;

  /// The first argument that was missing or of another type.
  const std::optional<Error>& error() const { return error_; }
  void complain(const std::string& name, const std::string& wanted);

 private:
  std::string owner_;
  const expr::Record& record_;
  std::optional<Error> error_;
};

}  // namespace itw::nn
