#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/checked_program.h"

namespace itw {

/// "`a`, `b`".
std::string listed(const std::vector<std::string>& names);

/// The file that the command line names cannot be read; `attempt` is the file system's message.
Diagnostic unreadableFile(const std::string& attempt);

/// An import of a file that cannot be read; `attempt` is the file system's message.
Diagnostic importUnreadable(Span import, const std::string& attempt);

/// An import of a file that is no program of ours.
Diagnostic importNotItw(Span import, const std::string& file);

/// An import on a circle, and the file that it names.
struct ImportPlace {
  Span span;
  std::string file;
};
/// Imports that lead back to where they started; the first closes the circle.
Diagnostic cyclicImport(const std::vector<ImportPlace>& circle);

/// The command line names a pipeline that the file does not declare.
Diagnostic unknownPipeline(Span file, const std::string& name,
                           const std::vector<std::string>& pipelines);

/// The file declares several pipelines and the command line names none.
Diagnostic whichPipeline(Span file, const std::vector<std::string>& pipelines);

/// The file declares no pipeline, so there is nothing to plan.
Diagnostic noPipeline(Span file);

/// A pipeline that is to run needs a value that nothing gives.
Diagnostic valueMissing(Span declared, const std::string& pipeline, const std::string& path);

/// A Python function that could not be looked up, and why.
Diagnostic functionUnreadable(Span use, const std::string& function, const std::string& reason);

/// A param or argument that the command line sets and that the chosen pipeline does not read.
Diagnostic setButNotRead(Span declared, const std::string& path, const std::string& pipeline,
                         const std::string& setBy);

/// A task of which nothing is kept, told at its own place or at the call that it is in.
Diagnostic deadTask(const sema::TaskNode& node, Span place);

}  // namespace itw
