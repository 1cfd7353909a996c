#include "compiler/base/error.h"

#include <utility>

namespace itw {

Error Error::during(const std::string& attemptText) && {
  message = attemptText + ": " + message;
  return std::move(*this);
}

Error makeError(ErrorClass kind, std::string message, std::string help) {
  Error error;
  error.kind = kind;
  error.message = std::move(message);
  error.help = std::move(help);
  return error;
}

int exitCodeOf(ErrorClass kind) {
  switch (kind) {
    case ErrorClass::Program:
      return 1;
    case ErrorClass::Usage:
      return 2;
    case ErrorClass::Task:
      return 5;
    case ErrorClass::Environment:
      return 6;
    case ErrorClass::Internal:
      return 70;
    case ErrorClass::Interrupted:
      return 130;
  }
  return 70;
}

}  // namespace itw
