#pragma once

#include <cstdint>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"

namespace itw {

/// What diagnostics are printed as.
enum class Format : std::uint8_t { Human, Json };

/// How many diagnostics are told before they are only counted.
inline constexpr std::size_t kMostShown = 50;

/// Diagnostics as people read them (language.md section 6): at most 50, then a count. Ends with a
/// summary line when there is anything to say.
std::string renderHuman(const SourceMap& sources, const DiagnosticSink& diagnostics, bool colour);

/// Diagnostics for editors and for grep, a line each, `file:line:column: error[E0101]: message`; as
/// many as in human form.
std::string renderShort(const SourceMap& sources, const DiagnosticSink& diagnostics);

/// The last line of both forms, "2 errors, 1 warning"; empty when there is nothing to count.
std::string summaryOf(const DiagnosticSink& diagnostics);

/// The JSON array of language.md section 9.
std::string renderJson(const SourceMap& sources, const DiagnosticSink& diagnostics);

}  // namespace itw
