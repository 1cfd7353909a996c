#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "compiler/sema/context.h"

namespace itw::sema {

/// Params with the values that they have for one evaluation of a pipeline: of a call with `with`, a
/// trial of a sweep, a cell of a study.
using Rebindings = std::vector<std::pair<const Symbol*, Item>>;

/// Gives params other values for as long as it lives, and everything that depends on them: params,
/// constants, types and shapes. What is wrong with those is reported.
class Rebound {
 public:
  Rebound(Context& context, const Rebindings& values);
  ~Rebound();
  Rebound(const Rebound&) = delete;
  Rebound& operator=(const Rebound&) = delete;

 private:
  Context& context_;
  std::vector<std::pair<const Symbol*, Definition>> definitions_;
  std::vector<std::pair<const Symbol*, ShapeInfo>> shapes_;
};

}  // namespace itw::sema
