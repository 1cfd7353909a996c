#include "runtime/nn/nn_errors.h"

namespace itw::nn {

namespace {

Error nnError(std::string code, std::string message, std::string help = {}) {
  Error error = makeError(ErrorClass::Task, std::move(message), std::move(help));
  error.code = std::move(code);
  return error;
}

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

}  // namespace

Error badArgument(std::string_view owner, std::string_view name, std::string_view wanted) {
  return nnError("R0405", "argument " + ticked(name) + " of " + ticked(owner) + " is not " +
                              std::string(wanted));
}

Error unknownComponent(std::string_view kind, std::string_view name) {
  return nnError("R0406", "this worker has no " + std::string(kind) + " " + ticked(name),
                 "itwc and itw-worker should come from the same build");
}

Error badModel(std::string_view model, std::string_view what) {
  return nnError("R0405", "model " + ticked(model) + " " + std::string(what));
}

Error weightMismatch(std::string_view weight, std::string_view what) {
  return nnError("R0311", "weight " + ticked(weight) + " " + std::string(what));
}

}  // namespace itw::nn
