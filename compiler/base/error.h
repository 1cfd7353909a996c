#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itw {

/// Who must act on an error; each class has one exit code (language.md section 6).
enum class ErrorClass : std::uint8_t {
  Program,      ///< The user's program is wrong: exit 1.
  Usage,        ///< The command line or an override is wrong: exit 2.
  Task,         ///< A task failed while running: exit 5.
  Environment,  ///< Disk, lock, missing variable, scheduler: exit 6.
  Internal,     ///< Our own mistake: exit 70.
  Interrupted,  ///< Stopped by the user: exit 130.
};

/// A place in a user's file, kept as text so that it survives without the file. Lines and columns
/// count from 1, columns in code points; 0 means unknown.
struct SourcePlace {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// What went wrong in the world outside: the one error type of runtime and tools, serialisable, so
/// that it crosses from worker to controller to database unchanged.
struct Error {
  std::string code;  ///< From the registry in compiler/diag/kinds.def, e.g. "R0301"; may be empty.
  ErrorClass kind = ErrorClass::Task;
  std::string message;              ///< Lower case, no full stop, what was seen.
  std::string help;                 ///< What to do; may be empty.
  std::vector<std::string> causes;  ///< Outermost first: "load a.itw", "no such file".
  std::optional<SourcePlace> place;
  std::string task;  ///< Task id, e.g. "digits/fit"; empty outside a task.
  int rank = -1;
  int attempt = 0;

  /// The same error with the attempt that failed in front: `load x.itw: no such file`.
  Error during(const std::string& attemptText) &&;
};

/// An error of the given class with only a message.
Error makeError(ErrorClass kind, std::string message, std::string help = {});

/// The exit code of an error class.
int exitCodeOf(ErrorClass kind);

}  // namespace itw
