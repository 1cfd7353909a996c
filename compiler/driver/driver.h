#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/plan/plan.h"
#include "compiler/sema/checked_program.h"
#include "compiler/source/source_map.h"

namespace itw {

/// What a verb asks of the compiler.
struct CompileRequest {
  std::string path;                       ///< The user's file.
  std::string target;                     ///< Pipeline to plan; empty means the only one.
  std::vector<sema::Override> overrides;  ///< In the order of the command line.
  std::string profile;                    ///< `--profile`, or empty.
  std::string site;                       ///< `--site`, or empty.
  /// Whether Python steps are held against the manifest beside the file.
  bool checksManifest = true;
};

/// The outcome of one compilation. `program` and `plan` are there only without errors.
struct Compilation {
  SourceMap sources;
  DiagnosticSink diagnostics;
  std::optional<sema::CheckedProgram> program;
  std::optional<plan::Plan> plan;
  /// How many of the errors keep text from being understood: the parser's.
  std::size_t syntaxErrors = 0;
  /// 0, else the exit code of language.md section 6 for what was found (2 before 1 before 4).
  int exitCode = 0;
};

/// Loads the file and its imports, parses and checks them. An unreadable file is a diagnostic too.
std::unique_ptr<Compilation> checkFile(const FileSystem& files, const CompileRequest& request);

/// checkFile, then lowers the target pipeline to a frozen plan with keys.
std::unique_ptr<Compilation> planFile(const FileSystem& files, const CompileRequest& request);

/// The frozen plan of one pipeline or test of a program without errors, with keys.
plan::Plan planOf(const Compilation& unit, const sema::PipelineInstance& pipeline);

/// The exit code of language.md section 6 for what was found: a command line or override that
/// cannot be followed (2), the program (1), only resources (4), else 0.
int exitCodeFor(const DiagnosticSink& diagnostics);

}  // namespace itw
