#pragma once

#include <cstdint>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"

namespace itw {

/// What diagnostics are printed as.
enum class Format : std::uint8_t { Human, Json };

/// Diagnostics as people read them (language.md section 6): at most 50, then a count. Ends with a
/// summary line when there is anything to say.
std::string renderHuman(const SourceMap& sources, const DiagnosticSink& diagnostics, bool colour);

/// The JSON array of language.md section 9.
std::string renderJson(const SourceMap& sources, const DiagnosticSink& diagnostics);

}  // namespace itw
