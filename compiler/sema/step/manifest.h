#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/source/span.h"

namespace itw::sema {

/// What an annotation of Python says, and which fields of PythonType it uses.
enum class PythonKind : std::uint8_t {
  Opaque,  ///< Nothing: no annotation, or `Any`.
  Bool,
  Int,
  Float,
  String,
  Path,
  None,
  Enum,        ///< `Literal["a", "b"]`: `members`.
  List,        ///< Of the one in `parts`.
  Optional,    ///< Of the one in `parts`, or None.
  Record,      ///< A TypedDict, NamedTuple or dataclass: `members` and their `parts`.
  Unsupported  ///< `text`, as Python prints it.
};

/// The type of a parameter or result of a Python function.
struct PythonType {
  PythonKind kind = PythonKind::Opaque;
  std::vector<std::string> members;
  std::vector<PythonType> parts;
  std::string text;
};

/// A parameter of a Python function.
struct PythonParameter {
  std::string name;
  PythonType type;
  bool required = true;
};

/// The signature of a Python function.
struct PythonFunction {
  std::string source;  ///< Its file, below the folder of the program; empty for another place.
  std::string digest;  ///< Of the file, when the manifest was written.
  std::vector<PythonParameter> parameters;
  bool takesAny = false;  ///< `**others`
  PythonType result;
  bool stale = false;  ///< The file has changed since, or is gone.
};

/// The signatures of the functions that the Python steps of a program name; written by
/// `itwc manifest` into a file beside the program.
struct Manifest {
  std::map<std::string, PythonFunction> functions;
};

/// A Python step, and where it names its function.
struct PythonUse {
  std::string function;
  Span span;
};

/// How the steps of a program are held against their functions.
struct ManifestInput {
  bool checks = false;               ///< Whether they are at all.
  std::optional<Manifest> manifest;  ///< Nothing if none was written.
  std::string unreadable;            ///< What is wrong with it; empty for nothing.
  std::string path;                  ///< Where it is, or would be.
};

/// "list[float]": what messages call it.
std::string textOf(const PythonType& type);

}  // namespace itw::sema
